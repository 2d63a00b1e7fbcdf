import { chromium } from "playwright-core";
import { AxeBuilder } from "@axe-core/playwright";
const base="http://127.0.0.1:18777";
const browser=await chromium.launch({executablePath:process.env.CHROMIUM||"/usr/bin/chromium",args:["--no-sandbox","--disable-gpu"]});
const P="vier graue Kutschen am Ufer";
const ctx=await browser.newContext({viewport:{width:1280,height:900},locale:"de-DE",reducedMotion:"reduce"});
const page=await ctx.newPage();
page.on("console",m=>{if(["error","warning"].includes(m.type()))console.log("CONSOLE",m.text())});
page.on("pageerror",e=>console.log("PAGEERR",e.message));
if(process.env.LINK){await page.goto(base+process.env.LINK);await page.fill("#password",P);await page.fill("#repeat",P);await page.press("#repeat","Enter");await page.waitForLoadState();}
await page.goto(base+"/anmelden");await page.fill("#name","karla");await page.fill("#password",P);await page.press("#password","Enter");await page.waitForSelector(".head__nav");
const first=async()=>{await page.goto(base+"/koordination/angebote");return page.getAttribute(".row__name a","href")};
const entry=await first();
await page.goto(base+"/koordination/doppelte");const pair=await page.locator(".row__do a").first().getAttribute("href").catch(()=>null);
console.log("pairs",await page.locator(".row--entry").count(), "pair",pair);
const paths={work:"/koordination",list:"/koordination/angebote",neu:"/koordination/neu",entry,remove:entry+"/entfernen",doubles:"/koordination/doppelte",...(pair?{merge:pair}:{})};
for(const [n,p] of Object.entries(paths))for(const w of [1280,375]){
 await page.setViewportSize({width:w,height:900});
 const r=await page.goto(base+p);
 if(r.status()!==200)console.log(n,w,"STATUS",r.status());
 if(["neu","entry"].includes(n))await page.waitForSelector("#placing[data-state=ready]",{timeout:15000}).catch(()=>console.log("map not ready"));
 const {violations}=await new AxeBuilder({page}).analyze();
 for(const v of violations)console.log(n,w,v.id,v.nodes.slice(0,3).map(x=>x.html).join(" | ").slice(0,400));
 const wide=await page.evaluate(()=>document.documentElement.scrollWidth-document.documentElement.clientWidth);if(wide>0)console.log(n,w,"WIDE",wide);
 await page.screenshot({path:`/tmp/koordsrv/${n}-${w}.png`,fullPage:true});
}
await browser.close();
