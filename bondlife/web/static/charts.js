/* Charts draw themselves from the tables beside them: one source, so picture and table cannot disagree.
   What each kind reads is listed in templates/README.md. SVG, no animation, no inline style. */
(function () {
  'use strict';
  var INK = '#18212c', GREY = '#4a5563', LINE = '#d9dee4';
  var C = { main: '#5b7fae', light: '#a9c3e3', band: '#dfe8f3', dark: '#2f4a70', stop: '#97a3b0' };   // one colour a series, everywhere
  var COLOUR = { principal: C.dark, interest: C.light, actual: C.dark, plan: C.stop, net: C.light, idle: C.stop, unfunded: C.stop, low: C.light, high: C.main };
  var FONT = window.getComputedStyle(document.body).fontFamily;

  function all(selector, within) { return Array.prototype.slice.call((within || document).querySelectorAll(selector)); }
  function num(text) {
    var plain = String(text).replace(/[,，%\s]/g, '').replace('−', '-');
    return plain === '—' || plain === '' || isNaN(plain) ? null : parseFloat(plain);
  }
  function fmt(value, places) {
    return value.toFixed(places === undefined ? 2 : places).replace(/\B(?=(\d{3})+(?!\d))/g, ',').replace('-', '−');
  }
  function text(cell) {
    var copy = cell.cloneNode(true);
    all('.ref, .note, .visually-hidden', copy).forEach(function (aside) { aside.remove(); });
    var input = copy.querySelector('input');
    return (input ? input.value : copy.textContent).trim();
  }
  function mix() { return Object.assign.apply(null, [{}].concat(Array.prototype.slice.call(arguments))); }

  // A tip is built of elements: text in it is never read as markup, and a strict content policy lets it be.
  function tip(unit) {
    return function (points) {
      var list = Array.isArray(points) ? points : [points], box = document.createElement('div');
      [list[0].axisValueLabel || list[0].name].concat(list.filter(function (p) { return p.seriesName.charAt(0) !== '_'; }).map(function (p) {
        var value = Array.isArray(p.value) ? p.value[p.value.length - 1] : p.value;
        return value === null || value === undefined || value === '-' ? '' : (list.length > 1 || p.axisValueLabel ? p.seriesName + '  ' : '') + fmt(Number(value)) + ' ' + unit;
      })).filter(Boolean).forEach(function (line) {
        var row = document.createElement('div');
        row.textContent = line;
        box.appendChild(row);
      });
      return box;
    };
  }
  function base(unit, byAxis) {
    return {
      animation: false, aria: { enabled: false }, textStyle: { fontFamily: FONT, color: INK, fontSize: 12 },
      tooltip: { trigger: byAxis ? 'axis' : 'item', confine: true, formatter: tip(unit), textStyle: { fontFamily: FONT, color: INK, fontSize: 12 } }
    };
  }
  var AXIS = { axisLine: { lineStyle: { color: C.stop } }, axisTick: { show: false }, axisLabel: { color: GREY }, nameTextStyle: { color: GREY } };
  var LEGEND = { top: 0, left: 56, itemWidth: 18, itemHeight: 10, textStyle: { color: INK, fontFamily: FONT } };
  function values(unit, more) { return mix(AXIS, { type: 'value', name: unit, splitNumber: 4, splitLine: { lineStyle: { color: LINE } } }, more); }
  function categories(data, more) { return mix(AXIS, { type: 'category', data: data }, more); }

  // Rows down: heads with data-series say which columns are drawn; the first cell is the category.
  function columns(table) {
    var rows = all('tbody tr', table).filter(function (row) { return !/\b(sum|mute)\b/.test(row.className); });
    return {
      names: rows.map(function (row) { return row.dataset.x || text(row.cells[0]); }),
      series: all('thead th[data-series]', table).map(function (head) {
        var index = head.cellIndex;
        return { key: head.dataset.series, name: text(head), data: rows.map(function (row) { return row.cells[index] ? num(text(row.cells[index])) : null; }) };
      })
    };
  }
  // Years across: rows with data-series are drawn; the last column is the sum and is left out.
  function yearsOf(table) {
    var found = { years: all('thead th', table).slice(1, -1).map(function (head) { return head.firstChild.textContent.trim(); }) };
    all('tbody tr[data-series]', table).forEach(function (row) {
      found[row.dataset.series] = { name: text(row.cells[0]), data: Array.prototype.slice.call(row.cells, 1, -1).map(function (cell) { return num(text(cell)); }) };
    });
    return found;
  }
  // About how far a text reaches: Chinese signs are as wide as high, others a little more than half of it.
  function reach(words, size) {
    return Array.from(words).reduce(function (sum, sign) { return sum + size * (sign.charCodeAt(0) > 0x2e80 ? 1 : 0.58); }, 0);
  }
  // Lines of a text that reach no further than so much: Latin words and figures stay whole, Chinese breaks between signs.
  function broken(words, size, most) {
    var lines = [''];
    (words.match(/[!-\u02ff]+|\s+|[^!-\u02ff\s]/g) || []).forEach(function (part) {
      var last = lines.length - 1;
      if (lines[last] && reach(lines[last] + part, size) > most) lines.push(part.trim());
      else lines[last] += part;
    });
    return lines.join('\n');
  }
  // Names of the last column stand beyond it: they get the room the longest needs, up to a part of the picture, and break beyond that.
  function sankey(unit, nodes, links, inner, width) {
    var isNarrow = width < 520, size = isNarrow ? 11 : 12;
    function words(node) { return isNarrow ? node.name : node.name + '  ' + fmt(node.value); }
    function sum(end, name) { return links.reduce(function (all, link) { return all + (link[end] === name ? link.value : 0); }, 0); }
    nodes.forEach(function (node) { node.value = sum('target', node.name) || sum('source', node.name); });
    var longest = Math.max.apply(null, nodes.map(function (node) { return inner[node.name] ? 0 : reach(words(node), size); }).concat(40));
    var room = Math.round(Math.min(longest + 14, width * (isNarrow ? 0.3 : 0.38)));
    var steps = 1, depth = {};
    for (var turn = 0; turn < links.length; turn++) links.forEach(function (link) { steps = Math.max(steps, depth[link.target] = Math.max(depth[link.target] || 0, (depth[link.source] || 0) + 1)); });
    var between = Math.round((width - room) / steps) - 24;
    function lines(node) { return broken(words(node), size, inner[node.name] ? between : room - 10); }
    var named = { color: INK, fontFamily: FONT, fontSize: size, lineHeight: size + 3, formatter: lines };
    // The thinnest places keep their names apart: the fullest column says how tall the picture is.
    var beside = {}, gap = (size + 3) * Math.max.apply(null, nodes.map(function (node) { return lines(node).split('\n').length; })) - 2;
    nodes.forEach(function (node) { var column = inner[node.name] ? depth[node.name] || 0 : steps; beside[column] = (beside[column] || 0) + 1; });
    var fullest = Math.max.apply(null, Object.keys(beside).map(function (column) { return beside[column]; }));
    return mix(base(unit), { tall: 200 + gap * fullest, series: [{
      type: 'sankey', left: 4, right: room, top: gap / 2, bottom: gap / 2, nodeWidth: 12, nodeGap: gap, draggable: false, layoutIterations: 0,
      emphasis: { disabled: true }, lineStyle: { color: 'source', opacity: 0.28, curveness: 0.5 },
      label: named, data: nodes, links: links
    }] });
  }

  var draw = {
    // Money that falls due by month: principal and interest stacked; what is not secured is outlined, not coloured.
    wall: function (table, unit) {
      var t = columns(table), gap = t.series.filter(function (s) { return s.key === 'unfunded'; })[0];
      var bars = t.series.filter(function (s) { return s.key !== 'unfunded'; });
      var drawn = bars.map(function (s) { return { name: s.name, type: 'bar', stack: 'due', barMaxWidth: 34, data: s.data, itemStyle: { color: COLOUR[s.key] || C.main } }; });
      if (gap) drawn.push({ name: gap.name, type: 'bar', barGap: '-100%', barMaxWidth: 34, data: gap.data.map(function (v) { return v || null; }), itemStyle: { color: 'rgba(255,255,255,0)', borderColor: INK, borderWidth: 2, borderType: 'dashed' } });
      return mix(base(unit, true), { legend: LEGEND, grid: { left: 64, right: 16, top: 50, bottom: 28 }, xAxis: categories(t.names), yAxis: values(unit), series: drawn });
    },
    bars: function (table, unit) {
      var t = columns(table), order = [C.main, C.light, C.dark, C.stop];
      return mix(base(unit, true), { legend: LEGEND, grid: { left: 64, right: 16, top: 50, bottom: 28 }, xAxis: categories(t.names), yAxis: values(unit),
        series: t.series.map(function (s, i) { return { name: s.name, type: 'bar', barMaxWidth: 30, data: s.data, itemStyle: { color: COLOUR[s.key] || order[i % 4] } }; }) });
    },
    plan: function (table, unit) {
      var t = columns(table), name = { show: true, color: INK, distance: 8, fontFamily: FONT };
      return mix(base(unit, true), { grid: { left: 64, right: 64, top: 30, bottom: 28 }, xAxis: categories(t.names, { boundaryGap: false }), yAxis: values(unit),
        series: t.series.map(function (s) {
          var isPlan = s.key === 'plan';
          return { name: s.name, type: 'line', data: s.data, symbol: isPlan ? 'emptyCircle' : 'circle', symbolSize: 7, endLabel: mix(name, { formatter: s.name }),
            lineStyle: { color: COLOUR[s.key] || C.main, width: isPlan ? 2 : 2.5, type: isPlan ? 'dashed' : 'solid' }, itemStyle: { color: COLOUR[s.key] || C.main } };
        }) });
    },
    // Above: net revenue and debt service. Below: the multiple by year, its band, a scenario, and the line it must not fall under.
    coverage: function (table, unit, el) {
      var t = yearsOf(table), second = { xAxisIndex: 1, yAxisIndex: 1 }, none = t.years.map(function () { return null; });
      var low = t.low ? t.low.data : none, high = t.high ? t.high.data : none, line = Number(el.dataset.line || 1);
      var band = high.map(function (v, i) { return v === null || low[i] === null ? null : v - low[i]; });
      var shown = [t.net, t.due, t.multiple, t.scenario].filter(Boolean).map(function (s) { return s.name; });
      if (t.low && t.high) shown.push({ name: el.dataset.band || t.high.name, icon: 'rect' });
      var peak = Math.max.apply(null, high.concat(t.multiple.data, [line]).filter(function (v) { return v !== null; }));
      var step = peak > 4 ? Math.ceil(peak / 4) : 0.5;
      var series = [
        { name: t.net.name, type: 'bar', data: t.net.data, barWidth: '46%', itemStyle: { color: C.light } },
        { name: t.due.name, type: 'line', data: t.due.data, step: 'middle', symbol: 'none', lineStyle: { color: INK, width: 2 }, itemStyle: { color: INK } },
        mix(second, { name: '_low', type: 'line', stack: 'band', data: low, symbol: 'none', lineStyle: { opacity: 0 }, silent: true }),
        mix(second, { name: el.dataset.band || (t.high && t.high.name) || '_band', type: 'line', stack: 'band', data: band, symbol: 'none', lineStyle: { opacity: 0 }, areaStyle: { color: C.band, opacity: 1 }, itemStyle: { color: C.band }, silent: true }),
        mix(second, { name: t.multiple.name, type: 'line', data: t.multiple.data, symbol: 'circle', symbolSize: 6, lineStyle: { color: C.dark, width: 2 }, itemStyle: { color: C.dark },
          markLine: { silent: true, symbol: 'none', lineStyle: { color: INK, width: 1.5, type: 'solid' }, label: { formatter: line.toFixed(1), position: 'insideStartTop', color: INK, fontWeight: 'bold', fontFamily: FONT }, data: [{ yAxis: line }] } })
      ];
      if (t.scenario) series.push(mix(second, { name: t.scenario.name, type: 'line', data: t.scenario.data, symbol: 'emptyDiamond', symbolSize: 8, lineStyle: { color: INK, width: 1.5, type: 'dashed' }, itemStyle: { color: INK },
        label: { show: true, position: 'bottom', color: INK, fontWeight: 600, fontFamily: FONT, formatter: function (p) { return p.value !== null && p.value < line ? below(p.value, line) : ''; } } }));
      return mix(base(unit, true), { legend: mix(LEGEND, { data: shown }), grid: [{ left: 64, right: 24, top: 56, height: 130 }, { left: 64, right: 24, top: 230, bottom: 24 }],
        xAxis: [categories(t.years, { gridIndex: 0, axisLabel: { show: false } }), categories(t.years, { gridIndex: 1 })],
        yAxis: [values(unit, { gridIndex: 0, splitNumber: 3 }), values(el.dataset.times || '', { gridIndex: 1, min: 0, max: Math.ceil(peak / step) * step, interval: step, splitLine: { show: false }, axisLabel: { color: GREY, formatter: function (v) { return v.toFixed(1); } } })],
        series: series });
    },
    // Cells with data-from and data-to are the links; data-idle marks money that stands still.
    sankey: function (tables, unit, el) {
      var cells = [].concat(tables).reduce(function (found, table) { return found.concat(all('[data-from][data-to]', table)); }, []);
      var nodes = [], seen = {}, links = [];
      var inner = {};
      cells.forEach(function (cell) { inner[cell.dataset.from] = true; });
      function node(name, isIdle, isFirst) {
        if (seen[name]) return;
        seen[name] = true;
        nodes.push({ name: name, itemStyle: { color: isIdle ? C.stop : isFirst ? C.dark : inner[name] ? C.main : C.light } });
      }
      var ends = {};
      cells.forEach(function (cell) { ends[cell.dataset.to] = true; });
      cells.forEach(function (cell) {
        var value = num(text(cell));
        if (!value || value < 0) return;
        node(cell.dataset.from, false, !ends[cell.dataset.from]);
        node(cell.dataset.to, 'idle' in cell.dataset, false);
        links.push({ source: cell.dataset.from, target: cell.dataset.to, value: value });
      });
      return sankey(unit, nodes, links, inner, el.offsetWidth);
    },
    // Rows down with heads low and high: how far the result moves when one assumption moves.
    tornado: function (table, unit, el) {
      var t = columns(table), middle = Number(el.dataset.middle || 0);
      var order = t.names.map(function (n, i) { return i; }).sort(function (a, b) {
        return Math.abs(t.series[0].data[a] - t.series[1].data[a]) - Math.abs(t.series[0].data[b] - t.series[1].data[b]);
      });
      var reach = (el.offsetWidth < 520 ? 1.8 : 1.3) * Math.max.apply(null, t.series.reduce(function (seen, s) { return seen.concat(s.data); }, []).map(function (v) { return Math.abs(v - middle); }));
      var longest = Math.max.apply(null, t.names.map(function (n) { return n.length; }));
      return mix(base(unit, true), { legend: LEGEND, grid: { left: Math.min(220, 24 + 12 * longest), right: 40, top: 36, bottom: 28 }, yAxis: categories(order.map(function (i) { return t.names[i]; })),
        xAxis: values(unit, { min: -reach, max: reach, axisLabel: { showMinLabel: false, showMaxLabel: false, color: GREY, formatter: function (v) { return fmt(v + middle); } } }),
        series: t.series.map(function (s, n) { return { name: s.name, type: 'bar', stack: 'swing', barMaxWidth: 18, itemStyle: { color: n ? C.main : C.light }, data: order.map(function (i) {
            var swing = s.data[i] - middle;
            return { value: swing, label: { position: swing < 0 ? 'left' : 'right' } };
          }), label: { show: true, color: INK, fontFamily: FONT, formatter: function (p) { return fmt(p.value + middle); } } }; }),
        tooltip: { show: false } });
    },
    // Rows down: the first and last amounts are totals, those between add or take away.
    waterfall: function (table, unit) {
      var t = columns(table), data = t.series[0].data, level = 0, foot = [], up = [], down = [], total = [];
      data.forEach(function (value, i) {
        var isTotal = i === 0 || i === data.length - 1, next = isTotal ? value : level + value;
        foot.push(isTotal ? 0 : Math.min(level, next)); total.push(isTotal ? value : null);
        up.push(!isTotal && value >= 0 ? value : null); down.push(!isTotal && value < 0 ? -value : null);
        level = next;
      });
      function part(name, values, colour) { return { name: name, type: 'bar', stack: 'fall', barMaxWidth: 40, data: values, itemStyle: { color: colour } }; }
      return mix(base(unit), { grid: { left: 72, right: 16, top: 30, bottom: 40 }, xAxis: categories(t.names, { axisLabel: { color: GREY, interval: 0, width: 84, overflow: 'break' } }), yAxis: values(unit),
        series: [mix(part('_foot', foot, 'rgba(0,0,0,0)'), { silent: true }), part(t.series[0].name, total, '#3d4a59'), part(t.series[0].name, up, C.light), part(t.series[0].name, down, C.main)] });
    }
  };
  // A figure below its line is never rounded up to it.
  function below(value, line) {
    for (var places = 2; places < 6; places++) if (Number(value.toFixed(places)) < line) return value.toFixed(places);
    return String(value);
  }

  var charts = [];
  function source(el) {
    var tables = el.dataset.source.split(',').map(function (selector) { return document.querySelector(selector.trim()); }).filter(Boolean);
    return el.dataset.chart === 'sankey' ? tables : tables[0];
  }
  function paint(shown) {
    var table = source(shown.el);
    if (!table || (Array.isArray(table) && !table.length)) return;
    var option = draw[shown.el.dataset.chart](table, shown.el.dataset.unit, shown.el);
    if (option.tall > shown.el.offsetHeight) {
      shown.el.style.height = option.tall + 'px';
      shown.chart.resize();
    }
    shown.chart.setOption(option, true);
    var svg = shown.el.querySelector('svg');
    if (svg) svg.setAttribute('viewBox', '0 0 ' + shown.chart.getWidth() + ' ' + shown.chart.getHeight());
  }
  function start() {
    charts = charts.filter(function (shown) {
      if (document.contains(shown.el)) return true;
      shown.chart.dispose();
      return false;
    });
    all('[data-chart]').forEach(function (el) {
      if (!window.echarts || !el.offsetWidth || window.echarts.getInstanceByDom(el)) return;
      el.classList.add('drawn');
      charts.push({ el: el, chart: window.echarts.init(el, null, { renderer: 'svg' }) });
    });
    charts.forEach(paint);
  }
  function save(name, address) {
    var link = document.createElement('a');
    link.href = address;
    link.download = name;
    link.click();
  }
  function csv(el) {
    return [].concat(source(el)).map(function (table) {
      return all('tr', table).map(function (row) {
        return Array.prototype.map.call(row.cells, function (cell) {
          var said = text(cell).replace(/\s+/g, ' '), value = num(said);
          if (value !== null && !/%/.test(said)) return said.replace(/,/g, '').replace('−', '-');
          return '"' + (/^[=+\-@\t]/.test(said) ? "'" : '') + said.replace(/"/g, '""') + '"';   // text stays text in a spreadsheet
        }).join(',');
      }).join('\r\n');
    }).join('\r\n\r\n');
  }
  document.addEventListener('click', function (event) {
    var asked = event.target.closest ? event.target.closest('[data-save]') : null;
    if (!asked) return;
    event.preventDefault();
    var el = asked.closest('figure').querySelector('[data-chart]'), name = el.dataset.name || 'chart';
    if (asked.dataset.save === 'data') {
      var address = window.URL.createObjectURL(new Blob(['\ufeff' + csv(el)], { type: 'text/csv;charset=utf-8' }));
      save(name + '.csv', address);
      window.setTimeout(function () { window.URL.revokeObjectURL(address); }, 1000);
    } else {
      charts.forEach(function (shown) { if (shown.el === el) save(name + '.svg', shown.chart.getDataURL({ type: 'svg' })); });
    }
  });
  document.addEventListener('htmx:afterSettle', start);
  document.addEventListener('bondlife:figures', start);
  window.addEventListener('resize', function () { charts.forEach(function (shown) { shown.chart.resize(); paint(shown); }); });
  start();
  // Widths were measured in the fallback font until the right one arrived.
  if (document.fonts && document.fonts.addEventListener) {
    document.fonts.ready.then(function () { charts.forEach(paint); });
    document.fonts.addEventListener('loadingdone', function () { charts.forEach(paint); });
  }
})();
