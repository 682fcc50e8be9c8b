// The official JavaScript client (npm "purecloud-platform-client-v2"), unchanged, against a running latchkey-sandbox.
// Usage: NODE_PATH=<node_modules> node officialclients-genesys.js < the sandbox's ready line. Prints "ok" and "FAILED".
'use strict';
const { createHash, randomBytes } = require('crypto');
const platform = require('purecloud-platform-client-v2');
const ready = JSON.parse(require('fs').readFileSync(0, 'utf8')).genesys;

// A gateway is the client's own way to another host.
const api = new URL(ready.baseUrl);
const login = new URL(ready.loginUrl);
const client = platform.ApiClient.instance;
client.setGateway({ protocol: 'http', host: api.hostname, port: Number(api.port), path_params_api: api.pathname,
    path_params_login: login.pathname });
const tokens = new platform.TokensApi();
const users = new platform.UsersApi();
const oauth = new platform.OAuthApi();
const redirect = 'http://127.0.0.1:8085/';

let failed = 0;
async function check(what, run) {
    try {
        if (await run() === false)
            throw new Error('a wrong answer');
        console.log('ok      genesys js: ' + what);
    } catch (error) {
        failed += 1;
        console.log('FAILED  genesys js: ' + what + ': ' + (error.status || '') + ' ' + error.message);
    }
}
async function refusal(promise) {
    try {
        await promise;
    } catch (error) {
        return error.status + ' ' + error.code;
    }
    return 'done';
}
const signIn = () => client.loginClientCredentialsGrant(ready.clientId, ready.clientSecret);
//! The code that the browser would bring back.
async function code(parameters) {
    const query = new URLSearchParams({ client_id: ready.browserClientId, redirect_uri: redirect, response_type: 'code',
        ...parameters });
    const answer = await fetch(ready.loginUrl + '/oauth/authorize?' + query, { redirect: 'manual' });
    return new URL(answer.headers.get('location')).searchParams.get('code');
}

(async () => {
    await check('is refused without a token', async () =>
        await refusal(tokens.getTokensMe()) === '401 authentication.required');
    await check('signs in with client credentials', async () => (await signIn()).accessToken.length >= 43);
    await check('shows the current token', async () => {
        const own = await tokens.getTokensMe({ preserveIdleTTL: true });
        return own.OAuthClient.id === ready.clientId && own.organization.name === 'Northwind Care';
    });
    await check('verifies the current token', async () => await refusal(tokens.headTokensMe()) === 'done');
    await check('has no user', async () => await refusal(users.getUsersMe()) === '400 bad.request');

    let people = [];
    await check('lists users page by page', async () => {
        for (let page = 1, pages = 1; page <= pages; ++page) {
            const answer = await users.getUsers({ pageSize: 100, pageNumber: page, state: 'any' });
            pages = answer.pageCount;
            people = people.concat(answer.entities);
            if ((answer.nextUri !== undefined) !== (page < pages))
                return false;
        }
        return people.length === 500 && new Set(people.map(user => user.id)).size === 500;
    });
    await check('searches users, and follows the pages by q64', async () => {
        const query = [{ type: 'CONTAINS', fields: ['name', 'email'], value: 'northwind' }];
        const first = await users.postUsersSearch({ pageSize: 25, pageNumber: 1, query });
        const second = await users.getUsersSearch(first.nextPage);
        return first.results.length === 25 && second.pageNumber === 2 && second.results[0].id !== first.results[0].id;
    });
    await check('shows one user', async () => (await users.getUser(people[7].id)).email === people[7].email);

    await check('signs a user in with PKCE', async () => {
        const verifier = randomBytes(32).toString('base64url');
        const challenge = createHash('sha256').update(verifier).digest('base64url');
        const brought = await code({ code_challenge: challenge, code_challenge_method: 'S256' });
        await client.authorizePKCEGrant(ready.browserClientId, verifier, brought, redirect);
        return (await users.getUsersMe()).id === people[0].id
            && await refusal(client.authorizePKCEGrant(ready.browserClientId, verifier, brought, redirect)) !== 'done';
    });
    await check('signs a user in with code and secret, and refreshes', async () => {
        const secret = ready.browserClientSecret;
        await client.loginCodeAuthorizationGrant(ready.browserClientId, secret, await code({}), redirect);
        const refresh = client.authData.refreshToken;
        await client.refreshCodeAuthorizationGrant(ready.browserClientId, secret, refresh);
        client.config.refresh_access_token = false; // or it would from now on answer every 401 with a refresh
        return refresh.length >= 43 && (await users.getUsersMe()).id === people[0].id;
    });
    await check('ends its own session, which then is refused', async () => {
        await tokens.deleteTokensMe();
        return await refusal(tokens.getTokensMe()) === '401 bad.credentials';
    });

    await signIn();
    await check('ends all sessions of a user', async () => {
        client.setAccessToken(ready.token);
        const before = await refusal(users.getUsersMe());
        await signIn();
        await tokens.deleteToken(people[0].id);
        client.setAccessToken(ready.token);
        const after = await refusal(users.getUsersMe());
        await signIn();
        return before === 'done' && after === '401 bad.credentials';
    });
    await check('is told of a user who is not there', async () =>
        await refusal(tokens.deleteToken('3f8a2c1e-5b7d-4e90-8a61-0c9d4f2b7e15')) === '404 not.found');
    await check('changes the idle timeout', async () => {
        const before = await tokens.getTokensTimeout();
        await tokens.putTokensTimeout({ body: { ...before, idleTokenTimeoutSeconds: 900 } });
        return (await tokens.getTokensTimeout()).idleTokenTimeoutSeconds === 900
            && await refusal(tokens.putTokensTimeout({ body: { ...before, idleTokenTimeoutSeconds: 1 } }))
                === '400 invalid.value';
    });
    await check('lists OAuth clients', async () => (await oauth.getOauthClients()).entities.length === 12);
    await check('is refused what the viewer may not do', async () => {
        await client.loginClientCredentialsGrant(ready.viewerClientId, ready.viewerClientSecret);
        const refused = await refusal(tokens.deleteToken(people[9].id));
        await signIn();
        return refused === '403 missing.any.permissions';
    });
    await check('disables an OAuth client, whose sign-in then is refused', async () => {
        const one = await oauth.getOauthClient(ready.viewerClientId);
        const after = await oauth.putOauthClient(ready.viewerClientId, { ...one, state: 'disabled' });
        const refused = client.loginClientCredentialsGrant(ready.viewerClientId, ready.viewerClientSecret);
        return after.state === 'disabled' && after.roleIds.length === 1 && await refusal(refused) !== 'done';
    });
    await check('changes the secret of an OAuth client', async () => {
        const changed = await oauth.postOauthClientSecret(ready.browserClientId);
        return changed.secret.length >= 43 && changed.secret !== ready.browserClientSecret;
    });
    await check('deletes an OAuth client', async () => {
        await oauth.deleteOauthClient(ready.browserClientId);
        return await refusal(oauth.getOauthClient(ready.browserClientId)) === '404 not.found';
    });
    process.exit(failed ? 1 : 0);
})();
