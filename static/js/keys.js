// Shows the buttons for keys where the browser knows keys; says on the page, not in the console, that a key was refused.
(function () {
  'use strict'

  document.addEventListener('allauth.error', function (event) {
    const box = document.getElementById('key_error')
    if (!box) return
    event.preventDefault()
    box.hidden = false
    box.focus()
  })

  document.addEventListener('DOMContentLoaded', function () {
    if (!window.PublicKeyCredential) return
    document.querySelectorAll('[data-needs-script]').forEach(function (button) { button.hidden = false })
  })
})()
