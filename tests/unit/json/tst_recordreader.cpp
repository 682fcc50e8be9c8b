#include "network/json/recordreader.h"

#include <QRandomGenerator>
#include <QTest>

using namespace latchkey;

namespace {

//! What came out of a document: "a|b" are the records' members as text, then what was left around them, or the error.
struct Reading
{
    QByteArrayList records = {};
    QByteArray envelope = {};
    std::optional<Error::Kind> error = {};
    QString message = {};

    friend bool operator==(const Reading &, const Reading &) = default;
};

//! JSON with ' in place of ": moc 6.4 cannot read raw strings with brackets and quotes in them.
QByteArray operator""_json(const char *json, size_t size)
{
    return QByteArray(json, qsizetype(size)).replace('\'', '"');
}

//! Every member of a record, as it stands: reading all keys and no values.
Result<QByteArray> memberTexts(simdjson::ondemand::object &record)
{
    QByteArray text;
    for (auto member : record) {
        simdjson::ondemand::value value;
        std::string_view key;
        if (member.value().get(value) || member.unescaped_key().get(key))
            return failure(Error::Kind::Malformed, QStringLiteral("A record is broken."));
        text += QByteArray(key.data(), qsizetype(key.size())) + '=';
        const std::string_view token = value.raw_json_token();
        text += QByteArray(token.data(), qsizetype(token.size())).trimmed() + ' ';
    }
    return text.trimmed();
}

//! `nextChunk` says how many bytes come next, given how many are left.
Reading read(const QByteArray &document, const QByteArray &arrayKey,
             const std::function<qsizetype(qsizetype)> &nextChunk, bool allowAbsent = false)
{
    Reading reading;
    RecordReader reader(arrayKey, [&reading](simdjson::ondemand::object &record) -> Result<void> {
        const auto members = memberTexts(record);
        if (!members)
            return failure(members.error());
        reading.records += *members;
        return {};
    });
    Result<void> done;
    for (qsizetype at = 0; at < document.size() && done;) {
        const qsizetype bytes = qMin(nextChunk(document.size() - at), document.size() - at);
        done = reader.feed(QByteArrayView(document).sliced(at, bytes));
        at += bytes;
    }
    if (done)
        done = reader.end(allowAbsent);
    if (done) {
        reading.envelope = reader.envelope();
        Q_ASSERT(reader.records() == reading.records.size());
    } else {
        reading.error = done.error().kind;
        reading.message = done.error().message;
    }
    return reading;
}

Reading readWhole(const QByteArray &document, const QByteArray &arrayKey = {}, bool allowAbsent = false)
{
    return read(
        document, arrayKey, [](qsizetype left) { return left; }, allowAbsent);
}

} // namespace

//! Lists as providers send them, as they are cut on the way, and as nobody should send them.
class TestRecordReader : public QObject
{
    Q_OBJECT

private:
    static void documents()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QByteArray>("arrayKey");
        QTest::addColumn<QByteArrayList>("records");
        QTest::addColumn<QByteArray>("envelope");
        const auto row = [](const char *name, const QByteArray &document, const char *key,
                            const QByteArrayList &records, const QByteArray &envelope) {
            QTest::newRow(name) << document << QByteArray(key) << records << envelope;
        };
        row("empty list", "[]", "", {}, "[]");
        row("empty list with space in it", " \r\n[ \t ]\n ", "", {}, "[]");
        row("one record", "[{'a':1}]"_json, "", {"a=1"}, "[]");
        row("records with space around everything", " [ { \"a\" : 1 } ,\n\t{ \"a\" : 2 } ] ", "", {"a=1", "a=2"}, "[]");
        row("an empty record", "[{},{\"a\":1}]", "", {"", "a=1"}, "[]");
        row("a text that looks like a border of records", "[{'a':'},{'},{'a':'}]'}]"_json, "",
            {"a='},{'"_json, "a='}]'"_json}, "[]");
        row("escaped quotes and backslashes before a closing quote",
            "[{'a':'\\\\'},{'a':'\\\\\\''},{'a':'x\\\\\\\\'}]"_json, "",
            {"a='\\\\'"_json, "a='\\\\\\''"_json, "a='x\\\\\\\\'"_json}, "[]");
        row("nested lists and objects", "[{'a':[{'b':[1,{}]}],'c':{'d':[]}},{'e':[[[]]]}]"_json, "", {"a=[ c={", "e=["},
            "[]");
        row("text in all lengths of UTF-8", "[{\"ä\":\"€\U0001F511\"}]", "", {"ä=\"€\U0001F511\""}, "[]");
        row("a lone high surrogate reads as U+FFFD", "[{'a':'x\\ud800y'}]"_json, "", {"a='x\\ufffdy'"_json}, "[]");
        row("a lone low surrogate reads as U+FFFD", "[{'a':'\\uDC00'}]"_json, "", {"a='\\ufffd'"_json}, "[]");
        row("a surrogate pair stays, three high ones lose two",
            "[{'a':'\\ud83d\\udd11 \\ud83d\\ud83d\\ud83d\\udd11'}]"_json, "",
            {"a='\\ud83d\\udd11 \\ufffd\\ufffd\\ud83d\\udd11'"_json}, "[]");
        row("an escaped backslash before u is no escape", "[{'a':'\\\\ud800'}]"_json, "", {"a='\\\\ud800'"_json}, "[]");
        row("an envelope before and behind the list",
            "{'a':{'data':[1]},'data':[{'x':1}],'meta':{'page':2,'t':']}'}}"_json, "data", {"x=1"},
            "{'a':{'data':[1]},'data':[],'meta':{'page':2,'t':']}'}}"_json);
        row("the list's key deeper down is not the list", "{'meta':{'data':[{'x':1}]},'data':[]}"_json, "data", {},
            "{'meta':{'data':[{'x':1}]},'data':[]}"_json);
        row("the list's key as a text is not the list", "{'a':'data','data':[{'x':1}],'b':'\\'data\\':[{'}"_json,
            "data", {"x=1"}, "{'a':'data','data':[],'b':'\\'data\\':[{'}"_json);
        row("an envelope of every kind of value",
            "{'a':null,'b':-1.5e3,'c':true,'d':'','e':[],'f':{},'data':[],'g':0}"_json, "data", {},
            "{'a':null,'b':-1.5e3,'c':true,'d':'','e':[],'f':{},'data':[],'g':0}"_json);
        row("an envelope with space", "{ \"a\" : 1 , \"data\" : [ {\"x\":1} , {\"x\":2} ] , \"b\" : 2 }\n", "data",
            {"x=1", "x=2"}, "{'a':1,'data':[],'b':2}"_json);
        QByteArray large = "[";
        QByteArrayList largeRecords;
        for (int i = 0; i < 3000; ++i) { // several windows, with records that end at every place of a block
            const QByteArray text = QByteArray(i % 257, 'x') + "\\\"";
            large += (i ? ",{\"a\":\"" : "{\"a\":\"") + text + "\"}";
            largeRecords += "a=\"" + text + '"';
        }
        row("records over several windows", large + "]", "", largeRecords, "[]");
    }

    static void failures()
    {
        QTest::addColumn<QByteArray>("document");
        QTest::addColumn<QByteArray>("arrayKey");
        const auto row = [](const char *name, const QByteArray &document, const char *key = "") {
            QTest::newRow(name) << document << QByteArray(key);
        };
        row("nothing", "");
        row("space alone", " \n ");
        row("null", "null");
        row("a number", "12");
        row("an object in place of the list", "{}");
        row("an error in place of the list", "{'error':'token expired'}"_json);
        row("a list in place of the object", "[]", "data");
        row("null in place of the object", "null", "data");
        row("an object without the list", "{'error':'token expired'}"_json, "data");
        row("null in place of the inner list", "{'data':null}"_json, "data");
        row("an object in place of the inner list", "{'data':{}}"_json, "data");
        row("a text in place of the inner list", "{'data':'[]'}"_json, "data");
        row("a word that only begins like null", "{'data':nil}"_json, "data");
        row("the list twice", "{'data':[],'data':[]}"_json, "data");
        row("a web page", "<!DOCTYPE html><html></html>");
        row("a byte order mark", "\xef\xbb\xbf[]");
        row("UTF-16 with a mark", QByteArray("\xff\xfe[\0]\0", 6));
        row("UTF-16 without a mark", QByteArray("[\0]\0", 4));
        row("UTF-16, big end first", QByteArray("\0[\0]", 4));
        row("text behind the list", "[] x");
        row("a second list", "[][]");
        row("text behind the object", "{'data':[]},"_json, "data");
        row("cut before the end", "[");
        row("cut behind a comma", "[{'a':1},"_json);
        row("cut inside a record", "[{'a':1},{'a':"_json);
        row("cut inside a text", "[{'a':'x"_json);
        row("cut inside the envelope", "{'data':[],'meta':{"_json, "data");
        row("a comma too many", "[{'a':1},]"_json);
        row("a comma alone", "[,]");
        row("no comma between records", "[{'a':1}{'a':2}]"_json);
        row("two commas between records", "[{'a':1},,{'a':2}]"_json);
        row("a number among the records", "[{'a':1},2]"_json);
        row("null among the records", "[null]"_json);
        row("a list among the records", "[{'a':1},[]]"_json);
        row("brackets of two kinds", "[{'a':[1}]"_json);
        row("brackets of two kinds, deep in what is skipped", "[{'a':{'b':[{'c':1]}]}}]"_json);
        row("a bracket too many", "[{'a':1}}]"_json);
        row("a record without a value", "[{'a'}]"_json);
        row("a record without a colon", "[{'a' 1}]"_json);
        row("a record without a comma", "[{'a':1 'b':2}]"_json);
        row("a key that is no text", "[{1:2}]"_json);
        row("a control character in a text", "[{\"a\":\"x\ny\"}]");
        row("NUL in a text", QByteArray("[{\"a\":\"x\0y\"}]", 13));
        row("invalid UTF-8", "[{\"a\":\"\xc3\x28\"}]");
        row("overlong UTF-8", "[{\"a\":\"\xc0\xaf\"}]");
        row("a surrogate in UTF-8", "[{\"a\":\"\xed\xa0\x80\"}]");
        row("invalid UTF-8 in a field that nobody reads", "[{\"a\":1,\"b\":{\"c\":\"\xff\"}}]");
        row("invalid UTF-8 in the envelope", "{\"m\":\"\xff\",\"data\":[]}", "data");
        row("a broken envelope before the list", "{'m':[1 2],'data':[]}"_json, "data");
        row("a broken envelope behind the list", "{'data':[],'m':tru}"_json, "data");
        row("a comma too many in the envelope", "{'data':[],}"_json, "data");
        row("513 levels", "[{\"a\":" + QByteArray(512, '[') + QByteArray(512, ']') + "}]");
    }

private Q_SLOTS:
    void readsDocuments_data() { documents(); }
    void readsDocuments()
    {
        QFETCH(QByteArray, document);
        QFETCH(QByteArray, arrayKey);
        QFETCH(QByteArrayList, records);
        QFETCH(QByteArray, envelope);
        const Reading reading = readWhole(document, arrayKey);
        QVERIFY2(!reading.error, qPrintable(reading.message));
        QCOMPARE(reading.records, records);
        QCOMPARE(reading.envelope, envelope);
    }

    void refusesDocuments_data() { failures(); }
    void refusesDocuments()
    {
        QFETCH(QByteArray, document);
        QFETCH(QByteArray, arrayKey);
        const Reading reading = readWhole(document, arrayKey);
        QVERIFY(reading.error);
        QCOMPARE(*reading.error, Error::Kind::Malformed);
        QVERIFY(reading.message.endsWith(QLatin1Char('.')));
    }

    void everyChunkSizeReadsTheSame_data() { documents(); }
    void everyChunkSizeReadsTheSame()
    {
        QFETCH(QByteArray, document);
        QFETCH(QByteArray, arrayKey);
        const Reading whole = readWhole(document, arrayKey);
        const qsizetype largest = document.size() > 10'000 ? 70 : document.size();
        for (qsizetype size = 1; size <= largest; ++size) {
            const Reading cut = read(document, arrayKey, [size](qsizetype) { return size; });
            QVERIFY2(cut == whole, qPrintable(QStringLiteral("chunks of %1").arg(size)));
        }
    }

    void everyChunkSizeRefusesTheSame_data() { failures(); }
    void everyChunkSizeRefusesTheSame()
    {
        QFETCH(QByteArray, document);
        QFETCH(QByteArray, arrayKey);
        for (qsizetype size = 1; size <= qMin<qsizetype>(document.size(), 70); ++size) {
            const Reading cut = read(document, arrayKey, [size](qsizetype) { return size; });
            QVERIFY2(cut.error == Error::Kind::Malformed, qPrintable(QStringLiteral("chunks of %1").arg(size)));
        }
    }

    void everyCutOfADocumentIsRefused_data() { documents(); }
    void everyCutOfADocumentIsRefused()
    {
        QFETCH(QByteArray, document);
        QFETCH(QByteArray, arrayKey);
        const qsizetype step = document.size() > 10'000 ? 997 : 1;
        for (qsizetype size = 0; size < document.trimmed().size(); size += step) {
            const Reading cut = readWhole(document.first(size), arrayKey);
            QVERIFY2(cut.error == Error::Kind::Malformed, qPrintable(QStringLiteral("cut at %1").arg(size)));
        }
    }

    void randomDocumentsInRandomChunksReadTheSame()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        const auto text = [&random] {
            static constexpr std::array parts{"x", "\\\"", "\\\\", "{", "}", "[", "]", ",", "\\u00e4", "ä", " ", ":"};
            QByteArray made;
            for (quint32 i = random.bounded(90); i > 0; --i)
                made += parts[random.bounded(quint32(parts.size()))];
            return '"' + made + '"';
        };
        for (int round = 0; round < 300; ++round) {
            QByteArray document = "{\"meta\":" + text() + ",\"data\":[";
            QByteArrayList expected;
            const quint32 count = random.bounded(40);
            for (quint32 i = 0; i < count; ++i) {
                const QByteArray first = text();
                const QByteArray second = text();
                document += (i ? " ,{\"a\":" : "{\"a\":") + first + ",\"skipped\":[" + second + "]}";
                expected += "a=" + first + " skipped=[";
            }
            document += "]}";
            const Reading reading =
                read(document, "data", [&random](qsizetype) { return qsizetype(1 + random.bounded(200)); });
            QVERIFY2(!reading.error, document.constData());
            QCOMPARE(reading.records, expected);
        }
    }

    void damagedDocumentsNeverReadAsSomethingElse()
    {
        // One byte changed: either refused, or as many records as before. Never fewer, silently.
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        const QByteArray document =
            "[{'id':'a\\'b','s':['x','y'],'n':null},{'id':'c','s':[],'n':{'o':1}},{'id':'d'}]"_json;
        for (int round = 0; round < 3000; ++round) {
            QByteArray damaged = document;
            damaged[qsizetype(random.bounded(quint32(document.size())))] = "{}[]\",:\\ 1x\n"[random.bounded(12)];
            const Reading reading = readWhole(damaged);
            const Reading bytewise = read(damaged, {}, [](qsizetype) { return 1; });
            QVERIFY2(reading.error.has_value() == bytewise.error.has_value(), damaged.constData());
            if (!reading.error) {
                QVERIFY2(simdjsonReads(damaged) || reading.records.size() == 3, damaged.constData());
                QCOMPARE(bytewise.records, reading.records);
            }
        }
    }

    void anAbsentListIsAllowedWhereTheCallerSaysSo()
    {
        QVERIFY(!readWhole("{'meta':1}"_json, "data", true).error);
        QVERIFY(!readWhole("{'data':null}"_json, "data", true).error);
        QVERIFY(!readWhole("{}", "data", true).error);
        QVERIFY(readWhole("{'data':{}}"_json, "data", true).error);
        QVERIFY(readWhole("{'data':7}"_json, "data", true).error);
        QVERIFY(readWhole("", "data", true).error);
    }

    void aRecordsErrorEndsTheReadingForGood()
    {
        int calls = 0;
        RecordReader reader({}, [&calls](simdjson::ondemand::object &) -> Result<void> {
            if (++calls == 2)
                return failure(Error::Kind::Cancelled);
            return {};
        });
        const auto done = reader.feed("[{'a':1},{'a':2},{'a':3}]"_json);
        QVERIFY(!done);
        QCOMPARE(done.error().kind, Error::Kind::Cancelled);
        QCOMPARE(reader.records(), 1);
        QVERIFY(!reader.feed("]"));
        QCOMPARE(reader.end().error().kind, Error::Kind::Cancelled);
        QCOMPARE(calls, 2);
    }

    void recordsComeAsSoonAsTheyAreWhole()
    {
        int calls = 0;
        RecordReader reader({}, [&calls](simdjson::ondemand::object &) -> Result<void> {
            ++calls;
            return {};
        });
        QVERIFY(reader.feed("[{'a':1},{'a':"_json));
        QCOMPARE(calls, 1);
        QVERIFY(reader.feed("2}"));
        QCOMPARE(calls, 2);
    }

    void anEntryOver16MiBIsTooLarge()
    {
        const QByteArray most = "[{\"a\":\"" + QByteArray(16 * 1024 * 1024 - 20, 'x') + "\"}]";
        QCOMPARE(readWhole(most).records.size(), 1);
        const QByteArray over = "[{\"a\":\"" + QByteArray(16 * 1024 * 1024, 'x') + "\"}]";
        QCOMPARE(readWhole(over).error, Error::Kind::TooLarge);
        const auto inPieces = read(over, {}, [](qsizetype) { return 65536; });
        QCOMPARE(inPieces.error, Error::Kind::TooLarge);
    }

    void anEnvelopeOver1MiBIsTooLarge()
    {
        const QByteArray over = "{\"m\":\"" + QByteArray(1024 * 1024, 'x') + "\",\"data\":[]}";
        QCOMPARE(readWhole(over, "data").error, Error::Kind::TooLarge);
    }

    void moreThanFiveMillionEntriesAreTooLarge()
    {
        qint64 calls = 0;
        RecordReader reader({}, [&calls](simdjson::ondemand::object &) -> Result<void> {
            ++calls;
            return {};
        });
        const QByteArray batch = QByteArray("{},").repeated(100'000);
        QVERIFY(reader.feed("["));
        for (int i = 0; i < 49; ++i)
            QVERIFY(reader.feed(batch));
        QVERIFY(reader.feed(batch.chopped(1)));
        QCOMPARE(calls, 5'000'000);
        const auto done = reader.feed(",{}");
        QCOMPARE(done.error().kind, Error::Kind::TooLarge);
        QCOMPARE(calls, 5'000'000);
    }

private:
    static bool simdjsonReads(const QByteArray &document)
    {
        simdjson::dom::parser parser;
        return parser.parse(document.constData(), size_t(document.size())).error() == simdjson::SUCCESS;
    }
};

QTEST_APPLESS_MAIN(TestRecordReader)
#include "tst_recordreader.moc"
