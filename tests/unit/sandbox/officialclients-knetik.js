// The official JavaScript client (npm "@knetik/knetikcloud-sdk"), unchanged, against a running latchkey-sandbox.
// Usage: NODE_PATH=<node_modules> node officialclients-knetik.js < the sandbox's ready line. Prints "ok" and "FAILED".
'use strict';
const Knetik = require('@knetik/knetikcloud-sdk');
const ready = JSON.parse(require('fs').readFileSync(0, 'utf8')).knetik;

const client = Knetik.ApiClient.instance;
client.basePath = ready.baseUrl;
const access = new Knetik.Access_TokenApi();
const tokens = new Knetik.AuthTokensApi();
const security = new Knetik.UtilSecurityApi();
const users = new Knetik.UsersApi();
const clients = new Knetik.AuthClientsApi();

let failed = 0;
async function check(what, run) {
    try {
        if (await run() === false)
            throw new Error('a wrong answer');
        console.log('ok      knetik js: ' + what);
    } catch (error) {
        failed += 1;
        console.log('FAILED  knetik js: ' + what + ': ' + (error.status || '') + ' ' + error.message);
    }
}
async function refusal(promise) {
    try {
        await promise;
    } catch (error) {
        return error;
    }
    return { status: 200 };
}
function signInWith(token) {
    client.authentications.oauth2_client_credentials_grant.accessToken = token;
    client.authentications.oauth2_password_grant.accessToken = token;
}
const withPassword = password =>
    access.getOAuthToken('password', ready.clientId, { username: ready.username, password });
const total = async opts => (await tokens.getTokens({ size: 1, ...opts })).total_elements;

(async () => {
    let granted, page;
    await check('is refused a wrong password', async () => {
        const error = await refusal(withPassword('wrong'));
        return error.status === 400 && error.response.body.error === 'invalid_grant';
    });
    await check('is refused without a token', async () => (await refusal(tokens.getTokens())).status === 401);
    await check('signs in with a password', async () => {
        granted = await withPassword(ready.password);
        signInWith(granted.access_token);
        return granted.token_type === 'bearer' && Number(granted.expires_in) > 0 && granted.scope === 'write read';
    });
    await check('renews the sign-in', async () => {
        const opts = { refreshToken: granted.refresh_token };
        const renewed = await access.getOAuthToken('refresh_token', ready.clientId, opts);
        signInWith(renewed.access_token);
        return renewed.access_token !== granted.access_token && renewed.refresh_token.length === 36;
    });
    await check('shows whose token it is', async () => {
        const me = await security.getUserTokenDetails();
        const found = await users.getUsers({ filterIdList: String(me.user_id) });
        return me.client_id === ready.clientId && found.content.length === 1
            && found.content[0].username === ready.username;
    });
    await check('lists tokens, 25 a page', async () => {
        page = await tokens.getTokens();
        return page.content.length === 25 && page.first && !page.last && page.size === 25
            && page.total_elements === 5000
            && page.content.every(token => token.username && token.client_id && token.token === undefined);
    });
    await check('lists the last page', async () => {
        const last = await tokens.getTokens({ size: 999, page: 6 });
        return last.last && last.content.length === 5000 - 5 * 999 && last.total_pages === 6;
    });
    await check('filters and sorts', async () => {
        const opts = { filterClientId: 'web', order: 'username:DESC,client_id:ASC', size: 50 };
        const sorted = await tokens.getTokens(opts);
        return sorted.sort[0].property === 'username' && sorted.sort[0].direction === 'DESC'
            && sorted.content.every((token, i, all) => token.client_id === 'web' && (i === 0 || Buffer.compare(
                Buffer.from(all[i - 1].username), Buffer.from(token.username)) >= 0));
    });
    await check('shows one token with its value', async () => {
        const one = page.content[5];
        const shown = await tokens.getToken(one.username, one.client_id);
        return shown.username === one.username && shown.client_id === one.client_id && shown.token.length === 36;
    });
    await check('encodes what a name may not hold', async () => {
        const shown = (await tokens.getTokens({ filterUsername: 'a/b' })).content[0];
        return (await tokens.getToken(shown.username, shown.client_id)).username === 'a/b';
    });
    await check('is told that there is no such token', async () => {
        const error = await refusal(tokens.getToken('no/such client', 'nothing'));
        return error.status === 404 && error.response.body.result[0].message === 'Not found';
    });
    await check('lists clients', async () => {
        const all = (await clients.getClients({ size: 100 })).content;
        const own = all.find(one => one.client_key === ready.clientId);
        return own.grant_types.includes('password') && own.is_public;
    });
    await check('lists users', async () => {
        const all = await users.getUsers({ size: 10, order: 'id:ASC' });
        return all.content.length === 10 && all.total_elements === 2000 && all.content[0].email.includes('@');
    });

    await check('revokes a pair, which then is gone', async () => {
        const one = page.content[10];
        await tokens.deleteTokens({ username: one.username, clientId: one.client_id });
        return (await refusal(tokens.getToken(one.username, one.client_id))).status === 404 && await total() === 4999;
    });
    await check('revokes all tokens of a user', async () => {
        await tokens.deleteTokens({ username: ready.playerUsername });
        return await total({ filterUsername: ready.playerUsername }) === 0 && await total() === 4996;
    });
    await check('revokes all tokens of a client', async () => {
        const before = await total({ filterClientId: 'ios-app' });
        await tokens.deleteTokens({ clientId: 'ios-app' });
        return before > 50 && await total({ filterClientId: 'ios-app' }) === 0 && await total() === 4996 - before;
    });
    await check('signs in with client credentials', async () => {
        const opts = { clientSecret: ready.clientSecret };
        const own = await access.getOAuthToken('client_credentials', ready.clientId, opts);
        signInWith(own.access_token);
        const me = await security.getUserTokenDetails();
        return own.refresh_token === undefined && me.user_id === undefined && me.client_id === ready.clientId;
    });
    await check('revokes the tokens of its own client, and is signed out', async () => {
        await tokens.deleteTokens({ clientId: ready.clientId });
        return (await refusal(security.getUserTokenDetails())).status === 401;
    });
    process.exit(failed ? 1 : 0);
})();
