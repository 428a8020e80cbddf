'use strict'
// Suggestions below the search fields: an editable combobox with a list (WAI-ARIA 1.2). Without it the form works as ever.
{
  const WAIT = 130 // milliseconds without a key before the server is asked
  const KEPT = 50 // answers a page remembers
  const answers = new Map()
  let count = 0

  const element = (name, attributes, text) => {
    const made = document.createElement(name)
    for (const [key, value] of Object.entries(attributes)) if (value) made.setAttribute(key, value)
    if (text) made.textContent = text
    return made
  }

  class Combobox {
    constructor (input) {
      this.input = input
      this.form = input.form
      this.active = -1
      const id = `suggestions-${++count}`
      this.list = element('ul', { id, role: 'listbox', class: 'suggest', 'aria-label': input.dataset.suggestLabel })
      this.list.hidden = true
      this.status = element('span', { role: 'status', class: 'visually-hidden' })
      this.form.append(this.list, this.status)
      for (const [name, value] of Object.entries({
        role: 'combobox', autocomplete: 'off', 'aria-autocomplete': 'list', 'aria-expanded': 'false', 'aria-controls': id
      })) input.setAttribute(name, value)
      input.addEventListener('input', (event) => { if (!event.isComposing) this.wait() })
      input.addEventListener('compositionend', () => this.wait())
      input.addEventListener('keydown', (event) => this.key(event))
      input.addEventListener('blur', () => this.close())
      this.form.addEventListener('submit', () => this.close())
      this.list.addEventListener('pointerdown', (event) => event.preventDefault()) // the field keeps the focus
      this.list.addEventListener('click', (event) => {
        const option = event.target.closest('[role=option]')
        if (option) this.take(option)
      })
    }

    get options () { return [...this.list.querySelectorAll('[role=option]')] }

    get isOpen () { return !this.list.hidden }

    wait () {
      clearTimeout(this.timer)
      this.asking?.abort()
      if (!this.input.value.trim()) return this.close()
      this.timer = setTimeout(() => this.ask(), WAIT)
    }

    async ask () {
      const address = new URL(this.input.dataset.suggest, document.baseURI)
      address.searchParams.set('q', this.input.value)
      const kind = this.input.dataset.suggestKind || this.form.querySelector('input[name=kind]')?.value
      if (kind) address.searchParams.set('kind', kind)
      const key = address.href
      this.asking?.abort()
      const asking = this.asking = new AbortController()
      try {
        if (!answers.has(key)) {
          const response = await fetch(address, { signal: asking.signal, headers: { Accept: 'application/json' } })
          if (!response.ok) return this.close()
          const answer = await response.json()
          if (answers.size >= KEPT) answers.clear()
          answers.set(key, answer)
        }
        if (!asking.signal.aborted && document.activeElement === this.input) this.show(answers.get(key))
      } catch (error) {
        if (error.name !== 'AbortError') this.close() // no connection: the form itself will say so
      }
    }

    show (answer) {
      this.activate(-1)
      this.list.replaceChildren(
        ...answer.suggestions.map((one) => this.entry(one)),
        ...answer.completions.map((text) => this.completion(text, answer.label))
      )
      this.options.forEach((option, place) => { option.id = `${this.list.id}-${place}` })
      this.open(this.options.length > 0)
      this.status.textContent = answer.status
    }

    entry (one) {
      const option = element('li', { role: 'option', 'aria-selected': 'false', 'data-url': one.url })
      option.append(element('span', { class: 'suggest__title', lang: one.lang }, one.title), ' ')
      if (one.also) option.append(element('span', { class: 'suggest__also', lang: one.also_lang }, one.also), ' ')
      option.append(element('span', { class: 'suggest__kind' }, one.kind))
      return option
    }

    completion (text, label) {
      const option = element('li', { role: 'option', 'aria-selected': 'false', 'data-text': text })
      option.append(element('span', { class: 'suggest__kind' }, label), ' ', element('span', { class: 'suggest__words' }, text))
      return option
    }

    open (isOpen) {
      this.list.hidden = !isOpen
      this.input.setAttribute('aria-expanded', String(isOpen))
    }

    close () {
      clearTimeout(this.timer)
      this.asking?.abort()
      this.activate(-1)
      this.open(false)
      this.status.textContent = ''
    }

    activate (place) {
      const options = this.options
      options[this.active]?.setAttribute('aria-selected', 'false')
      this.active = place
      const option = options[place]
      if (!option) return this.input.removeAttribute('aria-activedescendant')
      option.setAttribute('aria-selected', 'true')
      this.input.setAttribute('aria-activedescendant', option.id)
      option.scrollIntoView({ block: 'nearest' })
    }

    take (option) {
      if (option.dataset.url) {
        this.close()
        window.location.assign(option.dataset.url)
      } else {
        this.input.value = option.dataset.text
        this.form.requestSubmit()
      }
    }

    key (event) {
      if (event.isComposing || event.ctrlKey || event.metaKey || (event.altKey && event.key !== 'ArrowDown')) return
      const last = this.options.length - 1
      const moves = {
        ArrowDown: () => this.active >= last ? -1 : this.active + 1,
        ArrowUp: () => this.active < 0 ? last : this.active - 1,
        Home: () => this.active < 0 ? null : 0,
        End: () => this.active < 0 ? null : last
      }
      if (event.key === 'Escape' && this.isOpen) {
        event.preventDefault()
        this.close()
      } else if (event.key === 'Enter' && this.isOpen && this.active >= 0) {
        event.preventDefault()
        this.take(this.options[this.active])
      } else if (event.key === 'ArrowDown' && !this.isOpen && this.input.value.trim()) {
        event.preventDefault()
        this.ask()
      } else if (moves[event.key] && this.isOpen && !event.shiftKey) {
        const place = moves[event.key]()
        if (place === null) return
        event.preventDefault()
        this.activate(place)
      }
    }
  }

  for (const input of document.querySelectorAll('input[data-suggest]')) new Combobox(input)
}
