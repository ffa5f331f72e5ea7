// Keycloak's pages show who signs in, in a field whose label is of another one that is not there.
addEventListener('DOMContentLoaded', () => {
  const shown = document.getElementById('kc-attempted-username');
  const label = document.querySelector('label[for="username"]');
  if (shown && label && !document.getElementById('username')) {
    label.htmlFor = shown.id;
  }
});
