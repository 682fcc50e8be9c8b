#include "network/json/fields.h"

#include <QTest>

using namespace latchkey;

namespace {

//! Calls `act` with the member "x" of a record that holds `json` there, among others.
template <typename Act>
auto withValue(const QByteArray &json, Act act)
{
    const simdjson::padded_string record("{\"w\":0,\"x\": " + json.toStdString() + " \n,\"y\":0}");
    simdjson::ondemand::parser parser;
    simdjson::ondemand::document document = parser.iterate(record);
    simdjson::ondemand::value value = document["x"];
    return act(value);
}

//! "not reported", "never", or an ISO time.
QString print(Moment moment) { return moment.isReported() ? moment.toIso() : QStringLiteral("not reported"); }

} // namespace

//! Single values as providers spell them, and as they must not be read.
class TestFields : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTimes_data()
    {
        QTest::addColumn<bool>("isIso");
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("expected");
        const auto iso = [](const char *name, const char *json, const char *expected) {
            QTest::newRow(name) << true << QByteArray(json) << QString::fromLatin1(expected);
        };
        const auto ms = [](const char *name, const char *json, const char *expected) {
            QTest::newRow(name) << false << QByteArray(json) << QString::fromLatin1(expected);
        };
        iso("null is what the caller says", "null", "never");
        iso("empty is what the caller says", "\"\"", "never");
        iso("with Z", R"("2021-01-14T11:25:39Z")", "2021-01-14T11:25:39Z");
        iso("with +00:00", R"("2021-01-14T11:25:39+00:00")", "2021-01-14T11:25:39Z");
        iso("east", R"("2021-01-14T11:25:39+02:00")", "2021-01-14T09:25:39Z");
        iso("without a zone is UTC", R"("2021-01-14T11:25:39")", "2021-01-14T11:25:39Z");
        iso("a fraction", R"("2021-01-14T11:25:39.5Z")", "2021-01-14T11:25:39.500Z");
        iso("an escaped colon", R"("2021-01-14T11\u003a25:39Z")", "2021-01-14T11:25:39Z");
        iso("the epoch is a time", R"("1970-01-01T00:00:00Z")", "1970-01-01T00:00:00Z");
        iso("before the epoch", R"("1969-07-20T20:17:40Z")", "1969-07-20T20:17:40Z");
        iso("leap second", R"("2016-12-31T23:59:60Z")", "2016-12-31T23:59:59Z");
        iso("year 9999", R"("9999-12-31T23:59:59Z")", "9999-12-31T23:59:59Z");
        iso("year 10000 is unknown, not never", R"("10000-01-01T00:00:00Z")", "not reported");
        iso("year 0 is unknown", R"("0000-01-01T00:00:00Z")", "not reported");
        iso("year 1, where other languages begin", R"("0001-01-01T00:00:00Z")", "0001-01-01T00:00:00Z");
        iso("an offset into year 10000 is unknown", R"("9999-12-31T23:00:00-02:00")", "not reported");
        iso("30 February is unknown", R"("2021-02-30T00:00:00Z")", "not reported");
        iso("a date alone is unknown", R"("2021-01-14")", "not reported");
        iso("the word never is unknown", R"("never")", "not reported");
        iso("a space is unknown", R"(" ")", "not reported");
        iso("zeros for no time are unknown", R"("0000-00-00T00:00:00Z")", "not reported");
        iso("seconds in a text are unknown", R"("1610625600")", "not reported");
        iso("NUL in it is unknown", R"("2021-01-14T11:25:39Z\u0000")", "not reported");
        iso("a number", "1610625600", "malformed");
        iso("a flag", "false", "malformed");
        iso("an object", "{}", "malformed");
        iso("a list", "[]", "malformed");
        iso("a bad escape", R"("2021\x")", "malformed");

        ms("a time", "1610625600000", "2021-01-14T12:00:00Z");
        ms("a time with milliseconds", "1610625600001", "2021-01-14T12:00:00.001Z");
        ms("seconds are milliseconds: nothing is guessed", "1610625600", "1970-01-19T15:23:45.600Z");
        ms("zero is what the caller says", "0", "never");
        ms("null is not reported", "null", "not reported");
        ms("one", "1", "1970-01-01T00:00:00.001Z");
        ms("minus one", "-1", "1969-12-31T23:59:59.999Z");
        ms("the last of year 9999", "253402300799999", "9999-12-31T23:59:59.999Z");
        ms("year 10000 is unknown, not never", "253402300800000", "not reported");
        ms("2^63-1 is unknown, not never", "9223372036854775807", "not reported");
        ms("2^63 is unknown", "9223372036854775808", "not reported");
        ms("-2^63 is unknown", "-9223372036854775808", "not reported");
        ms("the first of year 1", "-62135596800000", "0001-01-01T00:00:00Z");
        ms("before year 1 is unknown", "-62135596800001", "not reported");
        ms("a fraction is unknown", "1610625600000.5", "not reported");
        ms("an exponent is unknown", "1.6e12", "not reported");
        ms("1e400 is unknown, and no error", "1e400", "not reported");
        ms("a text", "\"1610625600000\"", "malformed");
        ms("a flag", "true", "malformed");
        ms("an object", "{\"ms\":1}", "malformed");
    }

    void readsTimes()
    {
        QFETCH(bool, isIso);
        QFETCH(QByteArray, json);
        QFETCH(QString, expected);
        Moment moment;
        const FieldFault fault = withValue(json, [isIso, &moment](simdjson::ondemand::value value) {
            return isIso ? readIsoTime(value, Moment::never(), moment) : readMsTime(value, Moment::never(), moment);
        });
        if (expected == QLatin1String("malformed"))
            QCOMPARE(fault, isIso ? FieldFault::NoText : FieldFault::NoNumber);
        else
            QCOMPARE(print(moment), expected);
        QCOMPARE(fault == FieldFault::None, expected != QLatin1String("malformed"));
    }

    void readsIntegers_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("expected"); // empty: null
        const auto row = [](const char *name, const char *json, const char *expected) {
            QTest::newRow(name) << QByteArray(json) << QString::fromLatin1(expected);
        };
        row("zero", "0", "0");
        row("minus one", "-1", "-1");
        row("2^53 + 1 is exact", "9007199254740993", "9007199254740993");
        row("2^63 - 1 is exact", "9223372036854775807", "9223372036854775807");
        row("2^63", "9223372036854775808", "malformed");
        row("30 digits", "123456789012345678901234567890", "malformed");
        row("a text of digits", "\"9007199254740993\"", "9007199254740993");
        row("a text of digits that begins with 0 is no number", "\"007\"", "malformed");
        row("a text with a plus", "\"+7\"", "malformed");
        row("a text with a space", "\" 7\"", "malformed");
        row("an empty text", "\"\"", "malformed");
        row("a word", "\"seven\"", "malformed");
        row("null", "null", "");
        row("a fraction", "1.0", "malformed");
        row("an exponent", "1e3", "malformed");
        row("1e400", "1e400", "malformed");
        row("a leading zero", "07", "malformed");
        row("a flag", "true", "malformed");
        row("a list", "[1]", "malformed");
    }

    void readsIntegers()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, expected);
        std::optional<qint64> number;
        const FieldFault fault =
            withValue(json, [&number](simdjson::ondemand::value value) { return readInteger(value, number); });
        if (fault == FieldFault::NoNumber)
            QCOMPARE(QStringLiteral("malformed"), expected);
        else
            QCOMPARE(number ? QString::number(*number) : QString(), expected);
    }

    void readsTexts_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("expected");
        const auto row = [](const char *name, const char *json, const QByteArray &expected) {
            QTest::newRow(name) << QByteArray(json) << expected;
        };
        row("plain", R"("abc")", "abc");
        row("empty is not null", R"("")", "");
        row("every escape", "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4\\ud83d\\udd11\"", "\"\\/\b\f\n\r\tä\U0001F511");
        row("an escape behind many plain bytes", R"("0123456789abcdef0123456789abcdef\u0041")",
            "0123456789abcdef0123456789abcdefA");
        row("NUL", R"("a\u0000b")", QByteArray("a\0b", 3));
        row("a lone high surrogate", R"("\ud800")", "malformed");
        row("a lone low surrogate", R"("\udc00")", "malformed");
        row("a high surrogate before a letter", R"("\ud800a")", "malformed");
        row("an unknown escape", R"("\x41")", "malformed");
        row("a cut escape", R"("\u12")", "malformed");
        row("a number", "1", "malformed");
        row("a flag", "true", "malformed");
        row("an object", "{}", "malformed");
        row("null misspelt", "nul", "malformed");
    }

    void readsTexts()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, expected);
        withValue(json, [&expected](simdjson::ondemand::value value) {
            std::string_view text;
            const FieldFault fault = readText(value, text);
            if (fault == FieldFault::NoText) {
                QCOMPARE(QByteArray("malformed"), expected);
                return;
            }
            QCOMPARE(fault, FieldFault::None);
            QVERIFY(text.data());
            QCOMPARE(QByteArray(text.data(), qsizetype(text.size())), expected);
        });
    }

    void nullIsAViewWithoutData()
    {
        withValue("null", [](simdjson::ondemand::value value) {
            std::string_view text = "before";
            QCOMPARE(readText(value, text), FieldFault::None);
            QVERIFY(!text.data());
        });
    }

    void aFaultIsMalformedAndHasASentence()
    {
        for (const FieldFault fault : {FieldFault::NotJson, FieldFault::NoText, FieldFault::NoNumber}) {
            const Error error = errorOf(fault);
            QCOMPARE(error.kind, Error::Kind::Malformed);
            QVERIFY(error.message.endsWith(QLatin1Char('.')));
        }
    }

    void aFaultLeavesTheTextAsItWas()
    {
        withValue("7", [](simdjson::ondemand::value value) {
            std::string_view text = "before";
            QCOMPARE(readText(value, text), FieldFault::NoText);
            QCOMPARE(text, std::string_view("before"));
        });
    }

    void readingAValueLeavesItsNeighboursReadable()
    {
        const auto record = R"({"a":"x\ny","b":null,"c":12,"d":"z","e":"\u0041","f":"2021-01-14T11:25:39Z"})"_padded;
        simdjson::ondemand::parser parser;
        simdjson::ondemand::document document = parser.iterate(record);
        simdjson::ondemand::object object = document.get_object();
        QList<QByteArray> texts;
        for (auto member : object) {
            simdjson::ondemand::value value = member.value();
            std::string_view text;
            const bool isText = readText(value, text) == FieldFault::None;
            texts += isText ? QByteArray(text.data(), qsizetype(text.size())) : QByteArray("malformed");
        }
        QCOMPARE(texts, QList<QByteArray>({"x\ny", "", "malformed", "z", "A", "2021-01-14T11:25:39Z"}));
    }
};

QTEST_APPLESS_MAIN(TestFields)
#include "tst_fields.moc"
