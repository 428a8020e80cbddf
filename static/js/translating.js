// The translation editor: saves by itself, says so, inserts earlier translations. Without it the button saves.
(function () {
  'use strict'

  const form = document.querySelector('form[data-autosave]')
  if (!form) return
  const status = form.querySelector('[data-status]')
  let timer = 0
  let stopped = false
  let running = false
  let changed = false

  function warn(warnings) {
    for (const list of form.querySelectorAll('[data-warnings]')) {
      const lines = (warnings[list.dataset.warnings] || []).map(function (text) {
        const line = document.createElement('li')
        line.textContent = text
        return line
      })
      list.replaceChildren(...lines)
    }
  }

  async function save() {
    clearTimeout(timer)
    if (stopped || running || !changed) return
    running = true
    changed = false
    status.textContent = form.dataset.saving
    try {
      const answer = await fetch(form.action, { method: 'POST', body: new FormData(form), headers: { Accept: 'application/json' }, redirect: 'error' })
      const told = await answer.json()
      status.textContent = told.message
      if (answer.ok) {
        for (const field of document.querySelectorAll('input[name=version]')) field.value = told.version
        warn(told.warnings)
      } else {
        stopped = true // whatever was refused: the button shows it on a page, with everything that was typed
        changed = true
      }
    } catch {
      changed = true
      status.textContent = form.dataset.leaving
      timer = setTimeout(save, 20000)
    }
    running = false
    if (changed && !stopped) timer = setTimeout(save, 3000)
  }

  form.addEventListener('input', function () {
    changed = true
    clearTimeout(timer)
    timer = setTimeout(save, 3000)
  })
  form.addEventListener('submit', function (event) {
    clearTimeout(timer)
    if (running) { // let the save that is under way tell its version first, or the two would be taken for two people
      event.preventDefault()
      setTimeout(function () { form.requestSubmit(event.submitter) }, 200)
      return
    }
    changed = false
    stopped = true
  })
  document.addEventListener('visibilitychange', function () { if (document.hidden) save() })
  window.addEventListener('beforeunload', function (event) { if (changed) event.preventDefault() })
  document.addEventListener('keydown', function (event) {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 's') {
      event.preventDefault()
      changed = true
      save()
    }
  })

  for (const button of form.querySelectorAll('[data-insert]')) {
    button.hidden = false
    button.addEventListener('click', function () {
      const text = button.closest('li').querySelector('[data-suggestion]').textContent
      const area = document.getElementById(button.dataset.insert)
      const rich = area.closest('.prose-editor')?.querySelector('[contenteditable]')
      if (rich) {
        rich.focus()
        document.execCommand('insertText', false, text)
      } else {
        area.focus()
        area.setRangeText(text, area.selectionStart, area.selectionEnd, 'end')
        area.dispatchEvent(new Event('input', { bubbles: true }))
      }
    })
  }
  document.querySelectorAll('[data-needs-script]').forEach(function (part) { part.hidden = false })
})()
