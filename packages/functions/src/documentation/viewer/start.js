/* Starts the viewer. A separate file, so that the page can forbid inline scripts. */

/** Keeps the tokens across reloads of a tab, until it is closed. */
const tokensKey = "ashiato-tokens";

const ui = globalThis.SwaggerUIBundle({
  url: "v1/openapi.json",
  dom_id: "#viewer",
  deepLinking: true,
  tryItOutEnabled: true,
  validatorUrl: null,
  plugins: [
    {
      statePlugins: {
        auth: {
          // Swagger UI's own `persistAuthorization` keeps tokens in the browser forever.
          wrapActions: {
            persistAuthorizationIfNeeded:
              (_original, { authSelectors }) =>
              () => {
                sessionStorage.setItem(tokensKey, JSON.stringify(authSelectors.authorized().toJS()));
              },
          },
        },
      },
    },
  ],
  onComplete: () => {
    const tokens = sessionStorage.getItem(tokensKey);
    if (tokens !== null) {
      ui.authActions.restoreAuthorization({ authorized: JSON.parse(tokens) });
    }
  },
});
