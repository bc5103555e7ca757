// For each td and th of the page, in document order: what a reader sees in it. See seen.py for the fields.
() => {
  const out = [];
  const sheet = document.createElement("style");
  sheet.textContent = "* { pointer-events: auto !important }";
  document.head.append(sheet);

  const rgba = (text) => {
    const parts = (text.match(/[\d.]+/g) || []).map(Number);
    return parts.length < 3 ? [0, 0, 0, 0] : [parts[0], parts[1], parts[2], parts.length > 3 ? parts[3] : 1];
  };
  const over = (top, ground) => top.slice(0, 3).map((part, at) => part * top[3] + ground[at] * (1 - top[3]));
  const groundOf = (element) => {
    const layers = [];
    for (let each = element; each; each = each.parentElement) layers.push(rgba(getComputedStyle(each).backgroundColor));
    return layers.reverse().reduce((ground, layer) => over(layer, ground), [255, 255, 255]);
  };
  const apart = (one, other) => Math.max(...one.map((part, at) => Math.abs(part - other[at])));
  const leavesLine = (style) => style.display.startsWith("inline-") || style.float !== "none" || ["absolute", "fixed"].includes(style.position);

  // Facts of an element that hold for each of its characters.
  const looksOf = (element) => {
    const looks = { struck: false, turned: false, hidden: false, raised: false };
    let opacity = 1, decorated = true;
    for (let each = element; each; each = each.parentElement) {
      const style = getComputedStyle(each);
      opacity *= Number(style.opacity);
      if (decorated && style.textDecorationLine.includes("line-through")) looks.struck = true;
      if (leavesLine(style)) decorated = false;
      // What a closed element of details holds has boxes all the same.
      if (each.localName === "details" && !each.open && !element.closest("summary")) looks.hidden = true;
      if (style.clipPath.startsWith("inset(100%")) looks.hidden = true;
      if (style.transform !== "none") {
        const matrix = new DOMMatrix(style.transform);
        if (matrix.a <= 0 || matrix.d <= 0 || Math.abs(matrix.b) > 0.2) looks.turned = true;
      }
    }
    const style = getComputedStyle(element);
    if (!element.checkVisibility() || style.visibility !== "visible" || opacity < 0.1 || style.webkitTextSecurity !== "none") looks.hidden = true;
    const ground = groundOf(element);
    const ink = rgba(style.webkitTextFillColor || style.color);
    if (apart(over(ink, ground), ground) < 24) looks.hidden = true;
    if (["rt", "sup", "sub"].includes(element.localName)) looks.raised = true;
    looks.size = parseFloat(style.fontSize);
    looks.backwards = style.unicodeBidi.includes("override") && style.direction === "rtl";
    return looks;
  };
  const clipped = (element, box) => {
    for (let each = element; each; each = each.parentElement) {
      const style = getComputedStyle(each);
      if (style.position === "absolute" && style.clip !== "auto") return true;
      if (style.overflowX === "visible" && style.overflowY === "visible") continue;
      if (each === document.documentElement || each === document.body) continue;
      const frame = each.getBoundingClientRect();
      const wide = Math.min(box.right, frame.right) - Math.max(box.left, frame.left);
      const high = Math.min(box.bottom, frame.bottom) - Math.max(box.top, frame.top);
      if (wide < box.width / 2 || high < box.height / 2) return true;
    }
    return false;
  };
  const covered = (element, box) => {
    const hit = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
    if (hit === null || hit === element || hit.contains(element)) return false;
    if (!element.contains(hit)) return true;
    // Something within the element lies over its own text.
    const style = getComputedStyle(hit);
    return rgba(style.backgroundColor)[3] > 0.5 || style.backgroundImage !== "none" || hit.localName === "img";
  };
  const generated = (element, which) => {
    const content = getComputedStyle(element, which).content;
    return content !== "none" && content !== "normal" && content !== '""';
  };

  let nodes = 0;
  for (const cell of document.querySelectorAll("td, th")) {
    const seen = { letters: [], generated: false, picture: false, fields: [] };
    out.push(seen);
    cell.scrollIntoView({ block: "center" });
    const walker = document.createTreeWalker(cell, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    for (let node = cell; node; node = walker.nextNode()) {
      if (node.nodeType === Node.ELEMENT_NODE) {
        const box = node.getBoundingClientRect();
        const painted = box.width > 2 && box.height > 2 && getComputedStyle(node).visibility === "visible";
        if (generated(node, "::before") || generated(node, "::after")) seen.generated = true;
        if (painted && node.localName !== "summary" && getComputedStyle(node).display === "list-item") seen.generated = true;
        if (painted && ["img", "canvas", "svg", "object", "embed", "video", "iframe"].includes(node.localName)) seen.picture = true;
        if (painted && ["input", "textarea", "select"].includes(node.localName)) {
          // The print of a field has its own colour, and is cut off at its box.
          const looks = looksOf(node), own = getComputedStyle(node);
          if (looks.hidden || looks.size < 3 || box.right + scrollX < 0 || box.bottom + scrollY < 0 || clipped(node.parentElement, box)) continue;
          seen.fields.push(node.localName === "select" ? node.selectedOptions[0]?.text ?? "" : node.value);
          if (looks.turned || own.textDecorationLine.includes("line-through") || looks.backwards) seen.generated = true;
          if (parseFloat(own.textIndent) < -3 || node.scrollWidth > node.clientWidth + 2 || box.height < 0.75 * looks.size) seen.generated = true;
        }
        continue;
      }
      const element = node.parentElement;
      if (["option", "textarea", "script", "style"].includes(element.localName)) continue;
      const looks = looksOf(element);
      nodes += 1;
      for (let at = 0; at < node.length; at++) {
        if (!node.data[at].trim()) continue;
        const range = document.createRange();
        range.setStart(node, at);
        range.setEnd(node, at + 1);
        const box = range.getBoundingClientRect();
        if (box.width < 0.5 || box.height < 3 || looks.size < 3 || looks.hidden) continue;
        if (box.right + scrollX < 0 || box.bottom + scrollY < 0) continue;
        if (clipped(element, box) || covered(element, box)) continue;
        seen.letters.push({
          text: node.data[at], node: nodes, at, left: box.left, right: box.right, top: box.top, bottom: box.bottom, ...looks,
        });
      }
    }
  }
  return out;
}
