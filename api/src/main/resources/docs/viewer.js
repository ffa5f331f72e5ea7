"use strict";
// Shows the contracts of this server. Everything is put in as text: nothing of a contract is ever run or parsed as HTML.
const words = {
  ko: { parameters: "매개변수", body: "요청 본문", answers: "응답", required: "필수", example: "예", failed: "계약을 불러오지 못했습니다.", auth: "인증", none: "필요 없음", none_found: "찾은 항목이 없습니다.", other: "English", otherLang: "en" },
  en: { parameters: "Parameters", body: "Request body", answers: "Answers", required: "required", example: "Example", failed: "The contract could not be loaded.", auth: "Authentication", none: "none", none_found: "Nothing found.", other: "한국어", otherLang: "ko" },
};
const verbs = ["get", "post", "put", "patch", "delete"];
const deepest = 8;
const contracts = {};
let language = (navigator.language || "ko").startsWith("ko") ? "ko" : "en";

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

function resolve(contract, node) {
  for (let hops = 0; node && node.$ref && hops < 10; hops++) {
    node = node.$ref.slice(2).split("/").reduce((at, part) => at && at[part], contract);
  }
  return node || {};
}

function typeOf(schema) {
  if ("const" in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  const type = Array.isArray(schema.type) ? schema.type.join(" | ") : schema.type || (schema.properties ? "object" : "");
  const bounds = [];
  if ("minimum" in schema) bounds.push("≥ " + schema.minimum);
  if ("maximum" in schema) bounds.push("≤ " + schema.maximum);
  if ("maxLength" in schema) bounds.push("≤ " + schema.maxLength + " chars");
  if ("maxItems" in schema) bounds.push("≤ " + schema.maxItems + " items");
  if ("default" in schema) bounds.push("= " + JSON.stringify(schema.default));
  if (schema.pattern) bounds.push(schema.pattern);
  return [type, schema.format, ...bounds].filter(Boolean).join(" · ");
}

function fields(contract, given, depth) {
  const schema = resolve(contract, given);
  const list = make("ul", { class: "schema" });
  const parts = [schema, ...(schema.allOf || []).map((part) => resolve(contract, part))];
  for (const part of parts) {
    for (const [name, raw] of Object.entries(part.properties || {})) {
      list.append(field(contract, name, raw, (part.required || []).includes(name), depth));
    }
  }
  for (const choice of [...(schema.oneOf || []), ...(schema.anyOf || [])]) list.append(field(contract, "—", choice, false, depth));
  if (schema.items) list.append(field(contract, "[ ]", schema.items, false, depth));
  return list;
}

function field(contract, name, raw, required, depth) {
  const schema = resolve(contract, raw);
  const line = [make("code", {}, name), " ", make("span", { class: "type" }, typeOf(schema))];
  if (required) line.push(" ", make("span", { class: "required" }, words[language].required));
  if (schema.description) line.push(" — " + schema.description);
  const inner = depth < deepest ? fields(contract, schema, depth + 1) : null;
  if (!inner || !inner.childElementCount) return make("li", {}, ...line);
  const details = make("details", depth < 1 ? { open: "" } : {}, make("summary", {}, ...line), inner);
  return make("li", {}, details);
}

function parametersOf(contract, operation) {
  const all = (operation.parameters || []).map((parameter) => resolve(contract, parameter));
  if (!all.length) return [];
  const rows = all.map((parameter) => {
    const schema = resolve(contract, parameter.schema);
    return make("tr", {},
      make("td", {}, make("code", {}, parameter.name), parameter.required ? make("span", { class: "required" }, " " + words[language].required) : null),
      make("td", {}, parameter.in), make("td", {}, typeOf(schema.items ? resolve(contract, schema.items) : schema) + (schema.items ? " [ ]" : "")),
      make("td", {}, parameter.description || schema.description || ""));
  });
  return [make("h4", {}, words[language].parameters), make("table", {}, make("tbody", {}, ...rows))];
}

function contentOf(contract, holder) {
  return Object.entries(holder.content || {}).flatMap(([type, media]) => {
    const inner = fields(contract, media.schema, 0);
    const shown = [make("p", {}, make("code", {}, type), " ", make("span", { class: "type" }, typeOf(resolve(contract, media.schema))))];
    if (inner.childElementCount) shown.push(inner);
    if (media.example) shown.push(make("h4", {}, words[language].example), make("pre", {}, JSON.stringify(media.example, null, 2)));
    return shown;
  });
}

function section(contract, path, verb, operation) {
  const security = operation.security || contract.security || [];
  const schemes = security.flatMap((choice) => Object.keys(choice)).join(", ") || words[language].none;
  const body = operation.requestBody ? [make("h4", {}, words[language].body), ...contentOf(contract, resolve(contract, operation.requestBody))] : [];
  const answers = Object.entries(operation.responses || {}).map(([status, raw]) => {
    const answer = resolve(contract, raw);
    return make("details", {}, make("summary", {}, make("code", {}, status), " " + (answer.description || "")), ...contentOf(contract, answer));
  });
  return make("section", { id: operation.operationId },
    make("h3", {}, make("span", { class: "verb " + verb }, verb.toUpperCase()), path),
    make("p", {}, operation.summary || ""),
    ...(operation.description ? operation.description.trim().split(/\n\n+/).map((text) => make("p", {}, text)) : []),
    make("p", { class: "type" }, words[language].auth + ": " + schemes),
    ...parametersOf(contract, operation), ...body, make("h4", {}, words[language].answers), ...answers);
}

function operations(contract, wanted) {
  return Object.entries(contract.paths).flatMap(([path, item]) => verbs.filter((verb) => item[verb]).map((verb) => ({ path, verb, operation: item[verb] })))
    .filter(({ path, verb, operation }) => (path + " " + verb + " " + operation.summary + " " + operation.operationId).toLowerCase().includes(wanted));
}

async function show() {
  const content = document.getElementById("content");
  const index = document.getElementById("index");
  const name = location.hash.startsWith("#platform") ? "platform" : "inference";
  document.documentElement.lang = language;
  const button = document.getElementById("language");
  button.textContent = words[language].other;
  button.lang = words[language].otherLang;
  for (const link of document.querySelectorAll("[data-contract]")) {
    if (link.dataset.contract === name) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  try {
    if (!contracts[name]) {
      const answer = await fetch("/openapi/" + name + ".json");
      if (!answer.ok) throw new Error(String(answer.status));
      contracts[name] = await answer.json();
    }
  } catch (failure) {
    content.replaceChildren(make("p", { role: "alert" }, words[language].failed + " (" + failure.message + ")"));
    return;
  }
  const contract = contracts[name];
  const found = operations(contract, document.getElementById("search").value.trim().toLowerCase());
  content.replaceChildren(make("h2", {}, contract.info.title + " " + contract.info.version),
    ...contract.info.description.trim().split(/\n\n+/).map((text) => make("p", {}, text)),
    ...found.map(({ path, verb, operation }) => section(contract, path, verb, operation)));
  if (!found.length) content.append(make("p", { role: "status" }, words[language].none_found));
  index.replaceChildren(...(contract.tags || []).flatMap((tag) => {
    const links = found.filter(({ operation }) => (operation.tags || []).includes(tag.name)).map(({ path, verb, operation }) =>
      make("li", {}, make("a", { href: "#" + name + "/" + operation.operationId }, make("span", { class: verb }, verb.toUpperCase() + " "), path)));
    return links.length ? [make("h2", {}, tag.description || tag.name), make("ul", {}, ...links)] : [];
  }));
  const target = location.hash.split("/")[1];
  if (target && document.getElementById(target)) document.getElementById(target).scrollIntoView();
}

document.getElementById("language").addEventListener("click", () => { language = words[language].otherLang; show(); });
document.getElementById("search").addEventListener("input", show);
window.addEventListener("hashchange", show);
show();
