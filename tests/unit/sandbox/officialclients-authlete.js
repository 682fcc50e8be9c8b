// The official JavaScript client (npm "@authlete/typescript-sdk"), unchanged, against a running latchkey-sandbox.
// Usage: NODE_PATH=<node_modules> node officialclients-authlete.js < the sandbox's ready line. Prints "ok" and "FAILED".
'use strict';
const { Authlete } = require('@authlete/typescript-sdk');
const ready = JSON.parse(require('fs').readFileSync(0, 'utf8')).authlete;
const serviceId = ready.serviceId;
const clientId = Number(ready.clientId);

const signedIn = bearer => new Authlete({ serverURL: ready.baseUrl, bearer });
const authlete = signedIn(ready.token);
const tokens = authlete.token.management;

let failed = 0;
async function check(what, run) {
    try {
        if (await run() === false)
            throw new Error('a wrong answer');
        console.log('ok      authlete js: ' + what);
    } catch (error) {
        failed += 1;
        console.log('FAILED  authlete js: ' + what + ': ' + (error.statusCode || '') + ' ' + error.message);
    }
}
async function refusal(promise) {
    try {
        await promise;
    } catch (error) {
        return error.statusCode;
    }
    return 200;
}
const listed = filter => tokens.list({ serviceId, start: 0, end: 20, ...filter });
const created = request => tokens.create({ serviceId, tokenCreateRequest: { clientId, ...request } });

(async () => {
    let first, made, held;
    await check('lists five tokens unless told otherwise', async () => {
        const list = await tokens.list({ serviceId });
        first = list.accessTokens[0];
        return list.accessTokens.length === 5 && list.totalCount >= 5000 && first.accessTokenHash.length === 43;
    });
    await check('reads pages of twenty, to the end', async () => {
        const { totalCount } = await listed();
        const last = await tokens.list({ serviceId, start: totalCount - 1, end: totalCount + 19 });
        const past = await tokens.list({ serviceId, start: totalCount, end: totalCount + 20 });
        return last.accessTokens.length === 1 && past.accessTokens.length === 0;
    });
    await check('is refused more than twenty rows', async () =>
        await refusal(tokens.list({ serviceId, start: 0, end: 21 })) === 400);
    await check('lists by client and by subject', async () => {
        const ofClient = await listed({ clientIdentifier: ready.clientId });
        const subject = ofClient.accessTokens.find(token => token.subject).subject;
        const ofBoth = await listed({ clientIdentifier: ready.clientId, subject });
        return ofClient.client.clientId === clientId && ofBoth.totalCount > 0 && ofBoth.totalCount < ofClient.totalCount
            && ofBoth.accessTokens.every(token => token.clientId === clientId && token.subject === subject);
    });
    await check('creates a token', async () => {
        made = await created({ grantType: 'AUTHORIZATION_CODE', subject: 'js-client', scopes: ['history.read'],
                               accessTokenDuration: 600, properties: [{ key: 'a', value: 'b', hidden: true }] });
        return made.action === 'OK' && made.accessToken && made.refreshToken && made.expiresIn === 600;
    });
    await check('is told inside 200 that a scope is not supported', async () =>
        (await created({ grantType: 'CLIENT_CREDENTIALS', scopes: ['nonsense'] })).action === 'BAD_REQUEST');
    await check('updates a token by value and by hash', async () => {
        const byValue = await tokens.update({ serviceId, tokenUpdateRequest: { accessToken: made.accessToken, scopes: [] } });
        held = (await listed({ subject: 'js-client' })).accessTokens[0];
        const byHash = await tokens.update({ serviceId, tokenUpdateRequest: {
            accessToken: '', accessTokenHash: held.accessTokenHash, scopes: ['openid', 'nonsense'] } });
        return byValue.action === 'OK' && byValue.scopes.length === 0 && byHash.scopes.join() === 'openid';
    });
    await check('rotates a token', async () => {
        const rotated = await tokens.update({ serviceId, tokenUpdateRequest: {
            accessToken: made.accessToken, accessTokenValueUpdated: true } });
        const old = await tokens.update({ serviceId, tokenUpdateRequest: { accessToken: made.accessToken } });
        held = (await listed({ subject: 'js-client' })).accessTokens[0];
        return rotated.accessToken !== made.accessToken && old.action === 'NOT_FOUND';
    });
    await check('deletes a token by hash, which then is gone', async () => {
        await tokens.delete({ serviceId, accessTokenIdentifier: held.accessTokenHash });
        return (await listed({ subject: 'js-client' })).totalCount === 0;
    });
    await check('revokes by access token, refresh token, client with subject, and subject, with counts', async () => {
        const revoke = async tokenRevokeRequest => (await tokens.revoke({ serviceId, tokenRevokeRequest })).count;
        const make = () => created({ grantType: 'AUTHORIZATION_CODE', subject: 'js-client' });
        const [one, two] = [await make(), await make(), await make(), await make()];
        const counts = [
            await revoke({ accessTokenIdentifier: one.accessToken }),
            await revoke({ accessTokenIdentifier: one.accessToken }),
            await revoke({ refreshTokenIdentifier: two.refreshToken }),
            await revoke({ clientIdentifier: ready.clientId, subject: 'js-client' }),
            await revoke({ subject: 'js-client' }),
        ];
        return counts.join() === '1,0,1,2,0';
    });
    await check('revokes all tokens of a client', async () => {
        const { totalCount } = await listed({ clientIdentifier: ready.clientId });
        const { count } = await tokens.revoke({ serviceId, tokenRevokeRequest: { clientIdentifier: ready.clientId } });
        return count === totalCount && (await listed({ clientIdentifier: ready.clientId })).totalCount === 0;
    });
    await check('may only list with a token that may only read', async () => {
        const reader = signedIn(ready.readOnlyToken).token.management;
        const accessTokenIdentifier = first.accessTokenHash;
        return (await reader.list({ serviceId })).accessTokens.length === 5
            && await refusal(reader.delete({ serviceId, accessTokenIdentifier })) === 403;
    });
    await check('is refused with a token that nobody knows', async () =>
        await refusal(signedIn('unknown').token.management.list({ serviceId })) === 401);
    process.exit(failed ? 1 : 0);
})();
