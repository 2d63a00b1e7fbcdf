import "./styles/main.scss";
import "./styles/resources.scss";
import "./script";
import { keepOffline } from "./offline";
import { SearchField } from "./search";

keepOffline();

const form = document.querySelector<HTMLFormElement>("#search");
const status = document.querySelector<HTMLElement>("#status");

if (form && status) {
  new SearchField(form, status, (category) => {
    const to = new URL(form.action);
    to.searchParams.set("category", category);
    location.href = to.href;
  });
}
