#include "models/revocation/outcome.h"

#include <QTest>

#include <functional>

using namespace latchkey;
using Kind = Error::Kind;
using Sent = Error::Sent;
using Next = Verdict::Next;
using Extent = RevokeCall::Extent;

namespace {

QString nextName(Next next)
{
    constexpr std::array<const char *, 5> Names{"settled", "look", "retry", "probe", "split"};
    return QString::fromLatin1(Names[static_cast<size_t>(next)]);
}

//! "look unknown", "settled refused, halt account".
QString textOf(const Verdict &verdict)
{
    QString text = nextName(verdict.next) + QLatin1Char(' ') + outcomeName(verdict.outcome);
    if (verdict.halt == Verdict::Halt::Account)
        text += QStringLiteral(", halt account");
    if (verdict.halt == Verdict::Halt::Run)
        text += QStringLiteral(", halt run");
    if (verdict.retryAfter)
        text += QStringLiteral(", after %1 s").arg(verdict.retryAfter->count());
    return text;
}

Error errorOf(Kind kind, Sent sent, int status = 0)
{
    Error error;
    error.kind = kind;
    error.sent = sent;
    error.httpStatus = status;
    return error;
}

//! Every combination of what can be known about an item.
void forAllEvidence(const std::function<void(const Evidence &)> &act)
{
    constexpr std::array<int, 14> Statuses{0, 200, 202, 204, 302, 400, 401, 403, 404, 409, 410, 429, 500, 503};
    QList<Result<RevokeAnswer>> answers{RevokeAnswer{204, {}, {}}};
    for (int kind = 0; kind <= static_cast<int>(Kind::Internal); ++kind) {
        for (const Sent sent : {Sent::No, Sent::Maybe, Sent::Answered}) {
            for (const int status : Statuses)
                answers += failure(errorOf(static_cast<Kind>(kind), sent, status));
        }
    }
    const QList<std::optional<Presence>> looks{std::nullopt, Presence::Unclear, Presence::Present, Presence::Absent};
    for (const Result<RevokeAnswer> &answer : std::as_const(answers)) {
        for (const auto &look : looks) {
            for (int bits = 0; bits < 32; ++bits) {
                for (const auto probe : {Evidence::Probe::NotAsked, Evidence::Probe::Works, Evidence::Probe::Fails}) {
                    Evidence evidence;
                    evidence.answer = answer;
                    evidence.look = look;
                    evidence.canLook = bits & 1;
                    evidence.moreLooks = bits & 2;
                    evidence.attempt = bits & 4 ? 1 : MostAttempts;
                    evidence.tokensInCall = bits & 8 ? 100 : 1;
                    evidence.extent = bits & 16 ? Extent::Own : Extent::One;
                    evidence.probe = probe;
                    act(evidence);
                }
            }
        }
    }
}

} // namespace

//! The one table that decides outcomes: its rules as sentences, and what must hold for every combination.
class TestOutcome : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void table_data()
    {
        QTest::addColumn<int>("kind"); // -1: a documented success
        QTest::addColumn<int>("sent");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("more");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, Kind kind, Sent sent, int status, const char *more,
                            const char *expected) {
            QTest::newRow(name) << static_cast<int>(kind) << static_cast<int>(sent) << status
                                << QString::fromLatin1(more) << QString::fromLatin1(expected);
        };
        const auto success = [](const char *name, const char *more, const char *expected) {
            QTest::newRow(name) << -1 << 0 << 204 << QString::fromLatin1(more) << QString::fromLatin1(expected);
        };
        success("success is looked at before it is believed", "", "look unknown");
        success("success and not found any more is confirmed", "absent", "settled confirmed");
        success("success and still found is looked at again", "present", "look unknown");
        success("success and still found by the last look is still active", "present last", "settled stillActive");
        success("success and an unclear look is looked at again", "unclear", "look unknown");
        success("success and only unclear looks stays unknown", "unclear last", "settled unknown");
        success("success where no look exists cannot be proved", "blind", "settled unprovable");
        success("success of a chunk is looked at like any other", "chunk", "look unknown");

        row("host not found or refused: not sent, try again", Kind::Unreachable, Sent::No, 0, "", "retry notSent");
        row("refused three times: not sent", Kind::Unreachable, Sent::No, 0, "third", "settled notSent");
        row("no connection in time: not sent, try again", Kind::TimedOut, Sent::No, 0, "", "retry notSent");
        row("TLS refused: not sent", Kind::Untrusted, Sent::No, 0, "", "settled notSent");
        row("407: not sent", Kind::ProxyLogin, Sent::No, 407, "", "settled notSent");
        row("407 answered by the proxy: not sent", Kind::ProxyLogin, Sent::Answered, 407, "", "settled notSent");
        row("stopped before it went: not sent", Kind::Cancelled, Sent::No, 0, "", "settled notSent");
        row("read-only account: nothing of it is sent", Kind::ReadOnly, Sent::No, 0, "",
            "settled notSent, halt account");
        row("another tenant: nothing of it is sent", Kind::WrongIdentity, Sent::No, 0, "",
            "settled notSent, halt account");
        row("keychain locked: nothing of it is sent", Kind::KeychainLocked, Sent::No, 0, "",
            "settled notSent, halt account");
        row("no journal, no request, for anybody", Kind::Journal, Sent::No, 0, "", "settled notSent, halt run");

        row("reset after it was sent: look", Kind::Unreachable, Sent::Maybe, 0, "", "look unknown");
        row("reset, and it is gone: gone, though we cannot claim it", Kind::Unreachable, Sent::Maybe, 0, "absent",
            "settled alreadyGone");
        row("reset, and it is alive: send again", Kind::Unreachable, Sent::Maybe, 0, "present", "retry stillActive");
        row("reset three times, and it is alive: look further", Kind::Unreachable, Sent::Maybe, 0, "present third",
            "look unknown");
        row("reset three times, alive to the last look", Kind::Unreachable, Sent::Maybe, 0, "present third last",
            "settled stillActive");
        row("reset, and no look is clear: unknown", Kind::Unreachable, Sent::Maybe, 0, "unclear last",
            "settled unknown");
        row("reset, and no look exists: unknown", Kind::Unreachable, Sent::Maybe, 0, "blind", "settled unknown");
        row("deadline passed: look", Kind::TimedOut, Sent::Maybe, 0, "", "look unknown");
        row("stopped while it was under way: look", Kind::Cancelled, Sent::Maybe, 0, "", "look unknown");
        row("cut answer: look", Kind::Malformed, Sent::Answered, 200, "", "look unknown");
        row("answer over the size cap: look", Kind::TooLarge, Sent::Answered, 200, "", "look unknown");
        row("redirect: look", Kind::Redirected, Sent::Answered, 302, "", "look unknown");
        row("202: look", Kind::Unexpected, Sent::Answered, 202, "", "look unknown");
        row("an undocumented 200: look", Kind::Unexpected, Sent::Answered, 200, "", "look unknown");
        row("an undocumented 200 and gone is not our success", Kind::Unexpected, Sent::Answered, 200, "absent",
            "settled alreadyGone");
        row("500: look", Kind::Unexpected, Sent::Answered, 500, "", "look unknown");
        row("502: look", Kind::Unexpected, Sent::Answered, 502, "", "look unknown");
        row("504, and it is alive: send again", Kind::Unexpected, Sent::Answered, 504, "present", "retry stillActive");
        row("503: look first", Kind::Unexpected, Sent::Answered, 503, "after", "look unknown");
        row("503, and it is alive: wait as told, send again", Kind::Unexpected, Sent::Answered, 503, "present after",
            "retry stillActive, after 7 s");

        row("401: ask who we are", Kind::Unauthorized, Sent::Answered, 401, "", "probe refused");
        row("401, and we are nobody any more: stop the account", Kind::Unauthorized, Sent::Answered, 401, "fails",
            "settled refused, halt account");
        row("401 for this one id alone: refused", Kind::Unauthorized, Sent::Answered, 401, "works", "settled refused");
        row("401 is never gone, whatever a look says", Kind::Unauthorized, Sent::Answered, 401, "absent",
            "probe refused");
        row("401 on our own token: look by the probe", Kind::Unauthorized, Sent::Answered, 401, "own", "look unknown");
        row("401 on our own token, and the probe says 401 too: gone", Kind::Unauthorized, Sent::Answered, 401,
            "own absent", "settled alreadyGone");
        row("403: refused", Kind::Forbidden, Sent::Answered, 403, "", "settled refused");
        row("404: look", Kind::NotFound, Sent::Answered, 404, "", "look unknown");
        row("404, and it is not there: already gone", Kind::NotFound, Sent::Answered, 404, "absent",
            "settled alreadyGone");
        row("410, and it is not there: already gone", Kind::NotFound, Sent::Answered, 410, "absent",
            "settled alreadyGone");
        row("404 from the wrong tenant is never gone", Kind::NotFound, Sent::Answered, 404, "present last",
            "settled refused");
        row("404, and no look is clear: unknown", Kind::NotFound, Sent::Answered, 404, "unclear last",
            "settled unknown");
        row("404, and no look exists: refused", Kind::NotFound, Sent::Answered, 404, "blind", "settled refused");
        row("409: perhaps it is being revoked: look", Kind::Rejected, Sent::Answered, 409, "", "look unknown");
        row("409, and it stays: refused", Kind::Rejected, Sent::Answered, 409, "present last", "settled refused");
        row("409, and it went: already gone", Kind::Rejected, Sent::Answered, 409, "absent", "settled alreadyGone");
        row("400: refused", Kind::Rejected, Sent::Answered, 400, "", "settled refused");
        row("422: refused", Kind::Rejected, Sent::Answered, 422, "", "settled refused");
        row("429: not done, wait as told, send again", Kind::RateLimited, Sent::Answered, 429, "after",
            "retry refused, after 7 s");
        row("429 three times: refused", Kind::RateLimited, Sent::Answered, 429, "third", "settled refused");

        row("chunk refused: look at it first", Kind::Rejected, Sent::Answered, 400, "chunk", "look unknown");
        row("chunk refused, this one is alive: halve", Kind::Rejected, Sent::Answered, 400, "chunk present",
            "split refused");
        row("chunk refused, this one is gone", Kind::Rejected, Sent::Answered, 400, "chunk absent",
            "settled alreadyGone");
        row("chunk forbidden, this one is alive: halve", Kind::Forbidden, Sent::Answered, 403, "chunk present",
            "split refused");
        row("chunk refused where no look exists: halve", Kind::Rejected, Sent::Answered, 400, "chunk blind",
            "split refused");
        row("chunk lost: look at all of it", Kind::TimedOut, Sent::Maybe, 0, "chunk", "look unknown");
        row("chunk lost, this one is alive: halve", Kind::TimedOut, Sent::Maybe, 0, "chunk present",
            "split stillActive");
        row("chunk not sent: the same chunk again", Kind::Unreachable, Sent::No, 0, "chunk", "retry notSent");
    }

    void table()
    {
        QFETCH(int, kind);
        QFETCH(int, sent);
        QFETCH(int, status);
        QFETCH(QString, more);
        QFETCH(QString, expected);
        Evidence evidence;
        const QStringList words = more.split(QLatin1Char(' '));
        const auto has = [&words](const char *word) { return words.contains(QLatin1String(word)); };
        if (kind >= 0) {
            Error error = errorOf(static_cast<Kind>(kind), static_cast<Sent>(sent), status);
            if (has("after"))
                error.retryAfter = std::chrono::seconds(7);
            evidence.answer = failure(error);
        }
        if (has("absent"))
            evidence.look = Presence::Absent;
        if (has("present"))
            evidence.look = Presence::Present;
        if (has("unclear"))
            evidence.look = Presence::Unclear;
        evidence.moreLooks = !has("last");
        evidence.canLook = !has("blind");
        evidence.attempt = has("third") ? 3 : 1;
        evidence.tokensInCall = has("chunk") ? 100 : 1;
        evidence.extent = has("own") ? Extent::Own : has("chunk") ? Extent::Listed : Extent::One;
        if (has("works"))
            evidence.probe = Evidence::Probe::Works;
        if (has("fails"))
            evidence.probe = Evidence::Probe::Fails;
        QCOMPARE(textOf(judge(evidence)), expected);
    }

    void goneIsOnlySaidOfWhatALookDidNotFind()
    {
        int gone = 0;
        forAllEvidence([&gone](const Evidence &evidence) {
            const Verdict verdict = judge(evidence);
            if (verdict.outcome == Outcome::Confirmed || verdict.outcome == Outcome::AlreadyGone) {
                ++gone;
                QVERIFY2(evidence.canLook && evidence.look == Presence::Absent, qPrintable(textOf(verdict)));
            }
            // Confirmed is our doing; it needs the documented success too.
            QVERIFY(verdict.outcome != Outcome::Confirmed || evidence.answer);
            QVERIFY(verdict.outcome != Outcome::Unprovable || (evidence.answer && !evidence.canLook));
            QVERIFY(verdict.outcome != Outcome::Excluded);
        });
        QVERIFY(gone > 0);
    }

    void aSuccessThatEndedNothingConfirmsNothing()
    {
        Evidence evidence;
        RevokeAnswer none;
        none.count = 0; // a value that never was
        evidence.answer = none;
        evidence.canLook = true;
        evidence.look = Presence::Absent;
        QCOMPARE(judge(evidence).outcome, Outcome::AlreadyGone);
        evidence.answer->count = 1;
        QCOMPARE(judge(evidence).outcome, Outcome::Confirmed);
    }

    void notSentIsOnlySaidOfWhatCertainlyWasNot()
    {
        forAllEvidence([](const Evidence &evidence) {
            if (judge(evidence).outcome != Outcome::NotSent)
                return;
            QVERIFY(!evidence.answer);
            const Error &error = evidence.answer.error();
            QVERIFY(error.sent == Sent::No || error.kind == Kind::ProxyLogin);
        });
    }

    void nothingUncertainIsSentAgainWithoutALook()
    {
        forAllEvidence([](const Evidence &evidence) {
            const Verdict verdict = judge(evidence);
            if (verdict.next != Next::Retry && verdict.next != Next::Split)
                return;
            QVERIFY(!evidence.answer);
            const Error &error = evidence.answer.error();
            const bool isCertain = error.sent == Sent::No || error.kind == Kind::RateLimited;
            const bool isRefused = error.sent == Sent::Answered && !evidence.canLook;
            QVERIFY(isCertain || isRefused || evidence.look == Presence::Present);
            QVERIFY(verdict.next == Next::Split || evidence.attempt < MostAttempts);
        });
    }

    void everyItemComesToAnEnd()
    {
        forAllEvidence([](const Evidence &evidence) {
            const Verdict verdict = judge(evidence);
            QVERIFY(verdict.next != Next::Look || (evidence.canLook && (evidence.moreLooks || !evidence.look)));
            QVERIFY(verdict.next != Next::Probe || evidence.probe == Evidence::Probe::NotAsked);
            QVERIFY(verdict.next != Next::Split || evidence.tokensInCall > 1);
        });
    }

    void crashLeavesAnIntentToBeLookedAt()
    {
        Evidence evidence;
        evidence.answer = failure(lostAnswer());
        QCOMPARE(textOf(judge(evidence)), QStringLiteral("look unknown"));
    }

    void ownTokenIsGoneOnlyIfTheProbeSays401()
    {
        Identity planned;
        planned.tenant.id = QStringLiteral("t");
        planned.ownToken = TokenId{QStringLiteral("own")};
        QCOMPARE(presenceOfOwn(planned, planned), Presence::Present);
        QCOMPARE(presenceOfOwn(failure(errorOf(Kind::Unauthorized, Sent::Answered, 401)), planned), Presence::Absent);
        for (const Kind kind : {Kind::Unreachable, Kind::Forbidden, Kind::NotFound, Kind::TimedOut, Kind::ProxyLogin})
            QCOMPARE(presenceOfOwn(failure(errorOf(kind, Sent::Answered)), planned), Presence::Unclear);
        Identity other = planned;
        other.tenant.id = QStringLiteral("another");
        QCOMPARE(presenceOfOwn(other, planned), Presence::Unclear);
    }

    void namesAreStable()
    {
        QStringList names;
        for (int i = 0; i <= static_cast<int>(Outcome::Excluded); ++i) {
            names += outcomeName(static_cast<Outcome>(i));
            QCOMPARE(outcomeFromName(names.last()), static_cast<Outcome>(i));
        }
        QCOMPARE(names.join(QLatin1Char(' ')),
                 QStringLiteral("confirmed alreadyGone unprovable refused notSent unknown stillActive excluded"));
        QVERIFY(!outcomeFromName(u"revoked"));
        for (int i = 0; i <= static_cast<int>(Step::Sent); ++i)
            QCOMPARE(stepFromName(stepName(static_cast<Step>(i))), static_cast<Step>(i));
    }

    void detailQuotesTheProviderSafely()
    {
        Error error = errorOf(Kind::NotFound, Sent::Answered, 404);
        error.message = QStringLiteral("no\nsuch <b>token</b>");
        QCOMPARE(detailOf(failure(error)), QStringLiteral("404 notFound: no[U+000A]such <b>token</b>"));
        QCOMPARE(detailOf(RevokeAnswer{}), QString());
        QCOMPARE(detailOf(RevokeAnswer{200, 3, {}}), QStringLiteral("3 revoked"));
        QCOMPARE(detailOf(failure(lostAnswer())), QStringLiteral("cancelled"));
    }
};

QTEST_APPLESS_MAIN(TestOutcome)
#include "tst_outcome.moc"
