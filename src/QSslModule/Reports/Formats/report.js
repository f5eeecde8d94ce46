
// Sorting and filtering of the one table; the state is in the address, so that a view can be passed on.
(() => {
  'use strict';
  const table = document.querySelector('table');
  const filter = document.getElementById('filter');
  const order = document.getElementById('order');
  const shown = document.getElementById('shown');
  const boxes = [...document.querySelectorAll('input[name=status]')];
  const heads = [...table.querySelectorAll('thead th')];
  const hosts = [...table.tBodies].map((body, position) => ({
    body, position, text: body.textContent.toLowerCase(),
    keys: [...body.rows[0].cells].map(cell => cell.dataset.sort),
  }));
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  const numeric = new Set(['status', 'days']);
  const state = { sort: '', down: false };

  function show() {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = new Set(boxes.filter(box => box.checked).map(box => box.value));
    let count = 0;
    for (const host of hosts) {
      const visible = wanted.has(host.body.dataset.status) && words.every(word => host.text.includes(word));
      host.body.hidden = !visible;
      count += visible;
    }
    shown.textContent = count === hosts.length ? '' : `${count} of ${hosts.length} shown`;
  }

  function sort() {
    const column = heads.findIndex(head => head.dataset.key === state.sort);
    const turn = state.down ? -1 : 1;
    const compare = (a, b) => {
      if (column < 0) return a.position - b.position;
      const x = a.keys[column], y = b.keys[column];
      // What has no value comes last, whichever way.
      if (!x || !y) return (x ? 0 : 1) - (y ? 0 : 1) || a.position - b.position;
      return turn * (numeric.has(state.sort) ? x - y : collator.compare(x, y)) || a.position - b.position;
    };
    table.append(...hosts.slice().sort(compare).map(host => host.body));
    heads.forEach((head, i) => {
      if (i === column) head.setAttribute('aria-sort', state.down ? 'descending' : 'ascending');
      else head.removeAttribute('aria-sort');
    });
    order.value = column < 0 ? 'status' : state.sort;
  }

  function load() {
    const given = new URLSearchParams(location.hash.slice(1));
    filter.value = given.get('find') ?? '';
    const only = given.get('status')?.split(',');
    for (const box of boxes) box.checked = !only || only.includes(box.value);
    const key = given.get('sort') ?? '';
    state.down = key.startsWith('-');
    state.sort = key.replace(/^-/, '');
    sort();
    show();
  }

  function save() {
    const values = {
      find: filter.value,
      status: boxes.every(box => box.checked) ? '' : boxes.filter(box => box.checked).map(box => box.value).join(','),
      sort: (state.down ? '-' : '') + state.sort,
    };
    const given = new URLSearchParams(Object.entries(values).filter(([key, value]) => value || (key === 'status' && boxes.some(box => !box.checked))));
    // A page in a frame may not be allowed to.
    try { history.replaceState(null, '', `#${given}`); } catch { }
  }

  function change(action) {
    action();
    save();
  }

  for (const head of heads) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener('click', () => change(() => {
      state.down = state.sort === head.dataset.key && !state.down;
      state.sort = head.dataset.key;
      sort();
    }));
  }
  filter.addEventListener('input', () => change(show));
  for (const box of boxes) box.addEventListener('change', () => change(show));
  order.addEventListener('change', () => change(() => {
    state.sort = order.value;
    state.down = false;
    sort();
  }));
  addEventListener('hashchange', load);
  document.getElementById('tools').hidden = false;
  load();
  document.documentElement.dataset.ready = 'yes';
})();
