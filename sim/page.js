// page.js - steps through the runs of a page of eleven; see page.h.
// What is shown of a step is a function of (run, step); show() draws it all anew.
"use strict";
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const $ = id => document.getElementById(id);
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const ENDS = "AB", SVG = "http://www.w3.org/2000/svg";
  let run = 0, step = 0;

  // Each step has what changed; worlds[run][step] is the whole: values of A and of B, lamps.
  const worlds = data.runs.map(r => {
    let values = [data.vars.map(() => 0), data.vars.map(() => 0)], lamps = "";
    return r.steps.map(s => {
      values = values.map(v => v.slice());
      s.v.forEach(([end, index, value]) => { values[end][index] = value; });
      if (s.l !== undefined) lamps = s.l;
      return { values, lamps };
    });
  });

  function put(parent, name, text, cls) {
    const node = parent.appendChild(document.createElement(name));
    if (text !== undefined) node.textContent = text;
    if (cls) node.className = cls;
    return node;
  }

  function said(type, value) {
    if (type === "state") return data.states[value] || String(value);
    if (type === "bool") return value ? "true" : "false";
    return type === "timer" && value ? "runs" : type === "timer" ? "off" : String(value);
  }

  // ---- control blocks
  function showVars(body, wanted) {
    const now = worlds[run][step].values, before = step > 0 ? worlds[run][step - 1].values : now;
    body.replaceChildren();
    data.vars.forEach(([name, type, note, text], i) => {
      if ((note === "") !== wanted) return;
      const row = put(body, "tr"), head = put(row, "th");
      head.scope = "row";
      put(head, "b", name);
      if (text) put(head, "small", text);
      for (const end of [0, 1]) {
        const cell = put(row, "td"), value = said(type, now[end][i]), old = said(type, before[end][i]);
        if (value !== old) {
          cell.className = "new";
          put(cell, "s", old);
          cell.append(" ");
        }
        cell.append(value);
      }
    });
  }

  // ---- lamps: of each claim one for A and one for B
  const LAMPS = { "+": ["\u25cf", "on", "holds"], " ": ["\u25cb", "off", "has nothing to say"],
    ".": ["\u25d4", "wait", "not yet"], "x": ["\u2715", "bad", "is false"] };

  function showClaims() {
    const lamps = worlds[run][step].lamps;
    $("claims").replaceChildren();
    data.claims.forEach(([name, text, broken], i) => {
      const row = put($("claims"), "tr"), head = put(row, "th");
      head.scope = "row";
      put(head, "b", name, broken ? "bad" : "");
      put(head, "small", text);
      for (const end of [0, 1]) {
        const [sign, cls, word] = LAMPS[lamps[2 * i + end]] || LAMPS[" "];
        const lamp = put(put(row, "td"), "span", sign, "lamp " + cls);
        lamp.title = word;
        lamp.setAttribute("role", "img");
        lamp.setAttribute("aria-label", ENDS[end] + ": " + word);
      }
    });
    $("lamps").hidden = data.claims.length === 0;
  }

  // ---- the diagram: where both ends are, and the way that one of them just went
  const machine = document.querySelector(".machine");
  const graph = machine.querySelector("g");
  const titled = cls => new Map(all("g." + cls, machine).map(g => [g.querySelector("title").textContent, g]));
  const nodes = titled("node"), edges = titled("edge");

  function make(parent, name, attributes, text) {
    const node = parent.appendChild(document.createElementNS(SVG, name));
    for (const key in attributes) node.setAttribute(key, attributes[key]);
    if (text) node.textContent = text;
    return node;
  }

  const centre = state => {
    const box = nodes.get(state).querySelector("path").getBBox();
    return [box.x + box.width / 2, box.y + box.height / 2, box];
  };

  // Where the way from a state's middle towards a point leaves its box.
  function border(state, [x, y]) {
    const [cx, cy, box] = centre(state);
    const part = Math.min(box.width / 2 / Math.abs(x - cx), box.height / 2 / Math.abs(y - cy), 1);
    return [cx + (x - cx) * part, cy + (y - cy) * part];
  }

  function badge(state, end) {
    if (!nodes.has(state)) return;
    const box = centre(state)[2], x = box.x + (end === 0 ? 8 : box.width - 8), y = box.y;
    const group = make(graph, "g", { class: "badge" + (end === 0 ? "" : " b") });
    nodes.get(state).classList.add("here");
    make(group, "circle", { cx: x, cy: y, r: 13 });
    make(group, "text", { x, y: y + 6 }, ENDS[end]);
  }

  function light(from, to) {
    const edge = edges.get(from + "->" + to) || edges.get(from + "->" + to + " again");
    if (edge) return edge.classList.add("lit");
    if (!nodes.has(from) || !nodes.has(to)) return;
    const [x, y] = centre(from), [u, v] = centre(to), bend = [(x + u) / 2 + 60, (y + v) / 2];
    const [x0, y0] = border(from, bend), [x1, y1] = border(to, bend);
    const turn = Math.atan2(y1 - bend[1], x1 - bend[0]) * 180 / Math.PI;
    make(graph, "path", { class: "extra", d: `M${x0} ${y0}Q${bend} ${x1} ${y1}` });
    make(graph, "path", { class: "tip", d: "M0 0l-16 -7v14z", transform: `translate(${x1} ${y1})rotate(${turn})` });
  }

  function showMachine() {
    all(".lit, .here", machine).forEach(g => g.classList.remove("lit", "here"));
    all(".badge, .extra, .tip", machine).forEach(g => g.remove());
    const now = data.runs[run].steps[step].s, before = step > 0 ? data.runs[run].steps[step - 1].s : now;
    const words = [0, 1].filter(end => now[end] !== before[end]).map(end => {
      light(data.states[before[end]], data.states[now[end]]);
      return `${ENDS[end]}: ${data.states[before[end]]} \u2192 ${data.states[now[end]]}`;
    });
    [0, 1].forEach(end => badge(data.states[now[end]], end));
    $("lit").textContent = words.join(", ") || [0, 1].map(end => `${ENDS[end]} in ${data.states[now[end]]}`).join(", ");
  }

  // ---- ladder and story
  function reveal(panel, node) {
    if (!panel || !node || panel.scrollHeight <= panel.clientHeight) return;
    const a = panel.getBoundingClientRect(), b = node.getBoundingClientRect();
    panel.scrollTop += (b.top + b.bottom) / 2 - (a.top + a.bottom) / 2;
  }

  function showLadder() {
    all(".part").forEach(part => { part.hidden = Number(part.dataset.run) !== run; });
    const part = document.querySelector(`#ladders .part[data-run="${run}"]`);
    let now = null;
    all("[data-s]", part).forEach(node => {
      const at = Number(node.dataset.s);
      if (node.classList.contains("back")) {
        node.classList.toggle("now", at === step);
        if (at === step) now = node;
      } else node.classList.toggle("later", at > step);
    });
    reveal(part, now);
  }

  function showStory() {
    const end = data.runs[run].steps.length - 1;
    let current = null;
    all(".story li[data-s]").forEach(item => {
      const here = Number(item.dataset.s) === step && Number(item.parentNode.dataset.run) === run;
      if (here) item.setAttribute("aria-current", "step"); else item.removeAttribute("aria-current");
      if (here) current = item;
    });
    if (current) $("say").innerHTML = current.innerHTML;
    else $("say").textContent = data.runs[run].intro;
    $("count").textContent = `step ${step} of ${end}`;
    $("slide").max = end;
    $("slide").value = step;
    $("first").disabled = $("back").disabled = step === 0;
    $("next").disabled = $("last").disabled = step === end;
    all(".choice button").forEach((button, i) => button.setAttribute("aria-pressed", String(i === run)));
  }

  function show(to, which) {
    run = which === undefined ? run : which;
    step = Math.max(0, Math.min(to, data.runs[run].steps.length - 1));
    showLadder();
    showStory();
    showMachine();
    showVars($("vars"), true);
    showVars($("ghosts"), false);
    showClaims();
    history.replaceState(null, "", "#" + (run ? "near-" : "") + step);
  }

  // ---- what moves it
  const LAST = Infinity;
  $("first").onclick = () => show(0);
  $("back").onclick = () => show(step - 1);
  $("next").onclick = () => show(step + 1);
  $("last").onclick = () => show(LAST);
  $("slide").oninput = () => show(Number($("slide").value));
  all(".choice button").forEach((button, i) => { button.onclick = () => show(step, i); });
  all(".story").forEach(list => list.addEventListener("click", event => {
    const item = event.target.closest("li[data-s]");
    if (item && !event.target.closest("a")) show(Number(item.dataset.s), Number(list.dataset.run));
  }));
  all("#ladders .part").forEach(part => part.addEventListener("click", event => {
    const node = event.target.closest("[data-s]");
    if (node) show(Number(node.dataset.s));
  }));

  const keys = { ArrowRight: () => show(step + 1), ArrowLeft: () => show(step - 1), Home: () => show(0), End: () => show(LAST) };
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.type === "range" || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });

  const asked = /^#(near-)?(\d+)$/.exec(location.hash);
  show(asked ? Number(asked[2]) : 0, asked && asked[1] && data.runs.length > 1 ? 1 : 0);
})();
