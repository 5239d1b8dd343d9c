/* The grid by year while it is filled in: a block pasted from Excel, Enter moves down, sums and computed rows as typed.
   Sums are made in whole numbers of the last decimal, so that they foot; the server computes them again. */
(function () {
  'use strict';
  function list(nodes) { return Array.prototype.slice.call(nodes); }

  function read(text, places) {
    var plain = String(text).replace(/[,，\s]/g, '').replace(/[−－]/, '-');
    if (plain === '' || plain === '—') return 0;
    var parts = /^(-?)(\d*)(?:\.(\d*))?$/.exec(plain);
    if (!parts || (!parts[2] && !parts[3]) || (parts[3] || '').length > places) return null;
    var whole = Number((parts[2] || '0') + (parts[3] || '').padEnd(places, '0'));
    return Number.isSafeInteger(whole) ? (parts[1] ? -whole : whole) : null;
  }
  function write(whole, places) {
    var digits = String(Math.abs(whole)).padStart(places + 1, '0');
    var cut = digits.length - places;
    var decimals = places ? digits.slice(cut).replace(/0+$/, '').padEnd(Math.min(2, places), '0') : '';
    var text = digits.slice(0, cut).replace(/\B(?=(\d{3})+$)/g, ',') + (decimals ? '.' + decimals : '');
    return (whole < 0 ? '−' : '') + text;
  }
  function cells(row) { return list(row.querySelectorAll('td')); }
  function inputOf(cell) { return cell.querySelector('input'); }
  function placesOf(table) { return Number(table.dataset.places || 2); }

  function valuesOf(row, places) {
    return cells(row).slice(0, -1).map(function (cell) {
      var input = inputOf(cell);
      var value = read(input ? input.value : cell.textContent, places);
      if (input) input.setAttribute('aria-invalid', value === null ? 'true' : 'false');
      return value;
    });
  }
  function put(cell, value, places) {
    cell.textContent = value === null ? '—' : write(value, places);
    cell.classList.toggle('z', value === 0);
  }
  function sum(values) {
    return values.reduce(function (so_far, value) { return so_far === null || value === null ? null : so_far + value; }, 0);
  }
  function compute(table) {
    var places = placesOf(table), known = {};
    list(table.querySelectorAll('tbody tr')).forEach(function (row) {
      if (!row.dataset.formula) known[row.dataset.row] = valuesOf(row, places);
    });
    var waiting = list(table.querySelectorAll('tr[data-formula]'));
    for (var round = waiting.length; round > 0 && waiting.length; round--) {
      waiting = waiting.filter(function (row) { return !fill(row, known, places); });
    }
    list(table.querySelectorAll('tbody tr')).forEach(function (row) {
      var values = known[row.dataset.row];
      if (values && row.dataset.total !== 'kept') put(cells(row).pop(), sum(values), places);
    });
  }
  function fill(row, known, places) {
    var terms = row.dataset.formula.replace(/\s*([+-])\s*/g, ' $1').trim().split(/\s+/);
    var parts = terms.map(function (term) { return { sign: term[0] === '-' ? -1 : 1, values: known[term.replace(/^[+-]/, '')] }; });
    if (parts.some(function (part) { return !part.values; })) return false;
    var inside = cells(row).slice(0, -1);
    known[row.dataset.row] = inside.map(function (cell, year) {
      var value = sum(parts.map(function (part) { return part.values[year] === null ? null : part.sign * part.values[year]; }));
      put(cell, value, places);
      return value;
    });
    return true;
  }
  function step(input, down) {
    var cell = input.closest('td'), row = cell.parentElement, index = cells(row).indexOf(cell);
    for (var next = row; next; ) {
      next = down ? next.nextElementSibling : next.previousElementSibling;
      var target = next && cells(next)[index] && inputOf(cells(next)[index]);
      if (target) { target.focus(); target.select(); return; }
    }
  }
  // Line by line, as the form is laid out: what is pasted over a computed row is left to be computed.
  function paste(input, text) {
    var cell = input.closest('td'), row = cell.parentElement, first = cells(row).indexOf(cell);
    text.replace(/\r?\n$/, '').split(/\r?\n/).forEach(function (line) {
      if (!row) return;
      line.split('\t').forEach(function (value, offset) {
        var target = cells(row)[first + offset];
        if (target && inputOf(target)) inputOf(target).value = value.trim();
      });
      row = row.nextElementSibling;
    });
  }
  function gridOf(target) { return target.closest ? target.closest('table[data-grid]') : null; }

  list(document.querySelectorAll('table[data-grid]')).forEach(compute);
  document.addEventListener('input', function (event) {
    var table = gridOf(event.target);
    if (table) compute(table);
  });
  document.addEventListener('keydown', function (event) {
    if (event.key === 'Enter' && gridOf(event.target) && event.target.tagName === 'INPUT') {
      event.preventDefault();
      step(event.target, !event.shiftKey);
    }
  });
  document.addEventListener('paste', function (event) {
    var table = gridOf(event.target), text = event.clipboardData ? event.clipboardData.getData('text/plain') : '';
    if (!table || event.target.tagName !== 'INPUT' || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    paste(event.target, text);
    event.target.dispatchEvent(new Event('input', { bubbles: true }));
  });
})();
