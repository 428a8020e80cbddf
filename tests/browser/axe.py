"""What axe finds on a page. Contrast, its dearest rule, is asked once for all elements that look alike by their rules."""

from pathlib import Path

import axe_playwright_python
from playwright.sync_api import Page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text()
SERIOUS = {"serious", "critical"}
FIND = """async () => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const paths = new Map();
  const path = element => {
    if (!paths.has(element)) {
      const look = getComputedStyle(element);
      const marks = [...element.attributes].filter(mark => !['id', 'href', 'src', 'for', 'title', 'value', 'name', 'action',
        'alt', 'datetime', 'hreflang', 'lang', 'width', 'height'].includes(mark.name) && !/^aria-(label|describe)/.test(mark.name));
      const own = [element.localName, ...marks.map(mark => `${mark.name}=${mark.value}`).sort(), look.color, look.backgroundColor,
        look.backgroundImage, look.opacity, look.fontSize, look.fontWeight, look.textShadow, look.position].join(' ');
      paths.set(element, (element.parentElement ? path(element.parentElement) : '') + '/' + own);
    }
    return paths.get(element);
  };
  const alike = new Map();
  for (const element of document.body.querySelectorAll('*')) {
    const speaks = [...element.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim())
      || element.matches('input, select, textarea');
    if (speaks && element.checkVisibility() && !alike.has(path(element))) alike.set(path(element), element);
  }
  const options = {resultTypes: ['violations']};
  const found = await axe.run(document, {...options, runOnly: tags, rules: {'color-contrast': {enabled: false}}});
  if (!alike.size) return found.violations;
  const contrast = await axe.run({include: [...alike.values()]}, {...options, runOnly: ['color-contrast']});
  return [...found.violations, ...contrast.violations];
}"""


def axe_findings(page: Page) -> list[str]:
    """What axe finds serious or critical on the page: rule, and the first elements."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    return [
        f"{violation['id']}: {'; '.join(node['html'][:120] for node in violation['nodes'][:3])}"
        for violation in page.evaluate(FIND)
        if violation["impact"] in SERIOUS
    ]
