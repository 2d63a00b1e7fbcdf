import { chromium } from "playwright-core";
const b=await chromium.launch({executablePath:"/usr/bin/chromium",args:["--no-sandbox","--disable-gpu"]});
const p=await b.newPage({viewport:{width:673,height:1017}});
await p.goto("http://127.0.0.1:18377/angebot/c8ca454e-2bbe-53bc-88f7-c5d6990c830e"); await p.waitForTimeout(800);
await p.emulateMedia({media:"print"});
console.log(await p.evaluate(()=>document.documentElement.scrollHeight));
const pdf=await p.pdf({preferCSSPageSize:true}); console.log(pdf.toString("latin1").match(/\/Type\s*\/Page\b/g).length);
await p.screenshot({path:"/tmp/detail/shots/print.png",fullPage:true});
await b.close();
