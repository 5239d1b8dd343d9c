/* Behaviour of every page: the rules for htmx, the search key, explanations, unsaved changes. Pages work without it. */
(function () {
  'use strict';
  var root = document.documentElement;
  root.className += ' js';

  // htmx: no evaluation, no scripts in parts, nothing from elsewhere, no copies of pages kept in the browser.
  if (window.htmx) {
    Object.assign(window.htmx.config, {
      allowEval: false,
      allowScriptTags: false,
      selfRequestsOnly: true,
      includeIndicatorStyles: false,
      historyCacheSize: 0,
      responseHandling: [
        { code: '204', swap: false },
        { code: '[23]..', swap: true },
        { code: '409', swap: true, error: false },
        { code: '422', swap: true, error: false },
        { code: '[45]..', swap: true, error: true, target: '#notice', swapOverride: 'innerHTML' }
      ]
    });
  }

  function closest(element, selector) {
    return element && element.closest ? element.closest(selector) : null;
  }

  // Any element may submit its form when its choice changes; without script the form has a button.
  document.addEventListener('change', function (event) {
    var form = closest(event.target, 'form[data-submit-on-change]');
    if (form) form.submit();
  });

  // "/" goes to the search box, unless somebody is typing.
  document.addEventListener('keydown', function (event) {
    var typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    var box = document.getElementById('shell-search');
    if (event.key === '/' && !typing && box && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box.focus();
    }
    if (event.key === 'Escape') closeExplanation();
  });

  // Explanations: the figure asked is marked, the panel takes the focus and gives it back.
  function figures() {
    return Array.prototype.slice.call(document.querySelectorAll('.fig[data-explain]'));
  }
  function markAsked(key) {
    figures().forEach(function (figure) {
      var isOpen = figure.dataset.explain === key;
      figure.setAttribute('aria-expanded', isOpen ? 'true' : 'false');
      var ref = figure.nextElementSibling;
      if (ref && ref.className === 'ref') ref.remove();
    });
  }
  function closeExplanation() {
    var panel = document.getElementById('explain');
    if (!panel || panel.hidden) return;
    var key = panel.dataset.explain;
    var address = new URL(window.location.href);
    panel.hidden = true;
    panel.textContent = '';
    address.searchParams.delete('explain');
    window.history.replaceState(window.history.state, '', address);
    markAsked(null);
    var asked = figures().filter(function (figure) { return figure.dataset.explain === key; })[0];
    if (asked) asked.focus();
  }
  document.addEventListener('click', function (event) {
    if (closest(event.target, '[data-close-explain]')) {
      event.preventDefault();
      closeExplanation();
    }
  });
  document.addEventListener('htmx:afterSwap', function () {
    var panel = document.getElementById('explain');
    if (panel && !panel.hidden && panel.dataset.explain && !panel.dataset.shown) {
      panel.dataset.shown = '1';
      markAsked(panel.dataset.explain);
      document.getElementById('explain-head').focus();
    }
  });
  var summary = document.getElementById('errors');
  if (summary) summary.focus();

  // Leaving a form with changes asks first; sending it does not.
  var changed = null;
  document.addEventListener('input', function (event) {
    var form = closest(event.target, 'form[data-guard]');
    if (form) changed = form;
  });
  document.addEventListener('submit', function () { changed = null; });
  document.addEventListener('htmx:afterRequest', function (event) {
    if (changed && changed === event.detail.elt) changed = null;
  });
  window.addEventListener('beforeunload', function (event) {
    if (changed && document.contains(changed)) {
      event.preventDefault();
      event.returnValue = '';
    }
  });

  // A text is copied; where the browser does not allow it, it is marked for copying by hand.
  document.addEventListener('click', function (event) {
    var button = closest(event.target, 'button[data-copy]');
    if (!button) return;
    var text = document.querySelector(button.dataset.copy), range = document.createRange();
    range.selectNodeContents(text);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    if (navigator.clipboard) navigator.clipboard.writeText(text.textContent);
  });

  // A part that is being fetched is dimmed, without any inline style.
  document.addEventListener('htmx:beforeRequest', function (event) { event.detail.target.classList.add('busy'); });
  document.addEventListener('htmx:afterRequest', function (event) { event.detail.target.classList.remove('busy'); });
})();
