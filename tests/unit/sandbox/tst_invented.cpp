#include "network/domain/moment.h"
#include "network/sandbox/fastlyinventory.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QSet>
#include <QTest>

using namespace latchkey;
using namespace latchkey::sandbox;

class InventedTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void idsHideTheirNumberAndGiveItBack();
    void foreignTextsAreNoIds_data();
    void foreignTextsAreNoIds();
    void jsonTextReadsBack();
    void timesReadBack();
    void everyTokenIsPlausible();
};

void InventedTest::idsHideTheirNumberAndGiveItBack()
{
    const HiddenNumbers ids(7, 20, 22);
    QSet<QByteArray> seen;
    QSet<qsizetype> lengths;
    for (const quint64 start : {quint64(0), quint64(1) << 32, std::numeric_limits<quint64>::max() - 999}) {
        for (quint64 number = start; number - start < 1'000; ++number) {
            const std::string text = ids.text(number);
            seen.insert(QByteArray::fromStdString(text));
            lengths.insert(qsizetype(text.size()));
            QCOMPARE(ids.number(text), std::optional(number));
        }
    }
    QCOMPARE(seen.size(), 3'000);
    QCOMPARE(lengths, (QSet<qsizetype>{20, 21, 22}));
}

void InventedTest::foreignTextsAreNoIds_data()
{
    QTest::addColumn<QByteArray>("text");
    const QByteArray own = QByteArray::fromStdString(HiddenNumbers(7, 20, 22).text(5));
    QByteArray changed = own;
    changed[3] = changed[3] == 'a' ? 'b' : 'a';
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("short") << own.left(11);
    QTest::newRow("cut by a letter") << own.chopped(1);
    QTest::newRow("with a letter more") << QByteArray(own + 'x');
    QTest::newRow("with another letter") << changed;
    QTest::newRow("with a slash") << QByteArray("abc/def/ghi/jkl/mno/");
    QTest::newRow("of another key") << QByteArray::fromStdString(HiddenNumbers(8, 20, 22).text(5));
    QTest::newRow("the largest digits") << QByteArray(22, 'z');
}

void InventedTest::foreignTextsAreNoIds()
{
    QFETCH(QByteArray, text);
    QVERIFY(!HiddenNumbers(7, 20, 22).number(text.toStdString()));
}

void InventedTest::jsonTextReadsBack()
{
    for (const std::string &name : hostileNames()) {
        std::string json = "{\"name\":";
        appendJsonText(name, json);
        json += '}';
        const QJsonDocument document = QJsonDocument::fromJson(QByteArray::fromStdString(json));
        QCOMPARE(document.object().size(), 1);
        QCOMPARE(document[QLatin1String("name")].toString(), QString::fromStdString(name));
    }
}

void InventedTest::timesReadBack()
{
    for (const qint64 seconds :
         {qint64(0), qint64(951'782'399), qint64(951'782'400), qint64(1'610'623'539), qint64(4'102'444'799)}) {
        std::string iso;
        appendIsoTime(seconds, iso);
        QCOMPARE(parseIsoTime(iso), std::optional(seconds * 1000));
    }
}

void InventedTest::everyTokenIsPlausible()
{
    constexpr qint64 reference = 1'800'000'000;
    const FastlyInventory inventory(3, 20'000, reference);
    FastlyToken token;
    int neverUsed = 0;
    int neverExpires = 0;
    int expired = 0;
    int longUnused = 0;
    QSet<int> owners;
    std::string row;
    for (quint64 number = 0; number < inventory.total(); ++number) {
        inventory.invent(number, token);
        inventory.appendUserRow(token, row);
        QVERIFY(token.created <= reference);
        QVERIFY(token.lastUsed == FastlyToken::Never
                || (token.lastUsed >= token.created && token.lastUsed <= reference));
        QVERIFY(token.expires == FastlyToken::Never || token.expires > token.created);
        QVERIFY(!token.automation || !token.role.empty());
        QCOMPARE(token.owner, token.automation ? FastlyInventory::Admin : inventory.owner(number));
        owners.insert(token.owner);
        neverUsed += token.lastUsed == FastlyToken::Never;
        neverExpires += token.expires == FastlyToken::Never;
        expired += token.expires != FastlyToken::Never && token.expires <= reference;
        longUnused += token.lastUsed != FastlyToken::Never && token.lastUsed < reference - 90 * 86'400;
    }
    const auto share = [&inventory](int count) { return 100 * count / int(inventory.total()); };
    QVERIFY2(share(neverUsed) >= 5 && share(longUnused) >= 10 && share(expired) >= 3 && share(neverExpires) >= 30,
             "an admin would find nothing to clean up");
    QVERIFY(owners.size() > 200);
    // What the figures about parsing and memory assume of a row.
    const std::size_t rowBytes = row.size() / inventory.total();
    QVERIFY2(rowBytes > 470 && rowBytes < 500, qPrintable(QString::number(rowBytes)));
}

QTEST_APPLESS_MAIN(InventedTest)
#include "tst_invented.moc"
