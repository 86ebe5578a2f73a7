// A certified OpenID provider on loopback for the tests. Whoever comes signs in at once, as the
// person named by `login_hint`; "refuses" says no. A line on standard input gives it other keys.
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import { pathToFileURL } from "node:url";

const [folder, given] = process.argv.slice(2);
// The package lies in a cache outside of the tree.
const found = createRequire(`${folder}/package.json`).resolve("oidc-provider");
const { default: Provider } = await import(pathToFileURL(found));
const { port, clients } = JSON.parse(given);

function key() {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  return { ...privateKey.export({ format: "jwk" }), kid: randomUUID(), use: "sig", alg: "RS256" };
}

const server = createServer();
await new Promise((ready) => server.listen(port, "127.0.0.1", ready));
const issuer = `http://127.0.0.1:${server.address().port}`;

function provider() {
  return new Provider(issuer, {
    clients,
    jwks: { keys: [key()] },
    cookies: { keys: [randomUUID()] },
    features: { devInteractions: { enabled: false } },
    pkce: { required: () => true },
    ttl: { AuthorizationCode: 60, IdToken: 3600, AccessToken: 600, Grant: 3600, Interaction: 600, Session: 3600 },
    interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
    async loadExistingGrant(context) {
      const { oidc } = context;
      const grant = new oidc.provider.Grant({
        clientId: oidc.client.clientId,
        accountId: oidc.session.accountId,
      });
      grant.addOIDCScope("openid");
      await grant.save();
      return grant;
    },
  });
}

let current = provider();
server.on("request", async (request, response) => {
  if (!request.url.startsWith("/interaction/")) return current.callback()(request, response);
  const { params } = await current.interactionDetails(request, response);
  const result =
    params.login_hint === "refuses"
      ? { error: "access_denied", error_description: "no" }
      : { login: { accountId: params.login_hint ?? "somebody" } };
  return current.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
});
createInterface({ input: process.stdin }).on("line", () => {
  current = provider();
  console.log("rotated");
});
console.log(issuer);
