#include "models/people/personlinkstore.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>

using namespace latchkey;
using namespace Qt::StringLiterals;

namespace {

const PersonKey &ann()
{
    static const PersonKey key{{u"cdn"_s}, {u"u-ann"_s}};
    return key;
}

const PersonKey &annK()
{
    static const PersonKey key{{u"arcade"_s}, {u"ann.k\u202E\"<b>"_s}};
    return key;
}

QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write");
    file.setPermissions(QFileDevice::ReadOwner | QFileDevice::WriteOwner);
}

} // namespace

class TestPersonLinkStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsWhatWasSaid()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"config/people.json"_s);
        const mode_t before = ::umask(0);
        {
            PersonLinkStore store(folder.filePath(u"config"_s));
            QSignalSpy changed(&store, &PersonLinkStore::changed);
            QVERIFY(!store.obstacle());
            QVERIFY(!QFile::exists(path));
            QVERIFY(store.join({ann(), annK()}));
            QVERIFY(store.separate({{{u"care"_s}, {u"4f1c"_s}}}));
            QCOMPARE(changed.size(), 2);
        }
        ::umask(before);
        const PersonLinkStore again(folder.filePath(u"config"_s));
        QCOMPARE(again.links().groups.size(), 1);
        QCOMPARE(QSet<PersonKey>(again.links().groups[0].cbegin(), again.links().groups[0].cend()),
                 (QSet<PersonKey>{ann(), annK()}));
        QCOMPARE(again.links().apart, QSet<PersonKey>({{{u"care"_s}, {u"4f1c"_s}}}));
        QCOMPARE(QFileInfo(path).permissions() & ~(QFile::ReadUser | QFile::WriteUser),
                 QFile::ReadOwner | QFile::WriteOwner);
    }

    void forgetsAnAccountThatIsRemoved()
    {
        const QTemporaryDir folder;
        PersonLinkStore store(folder.path());
        QVERIFY(store.join({ann(), annK()}));
        QVERIFY(store.removeAccount({u"arcade"_s}));
        QCOMPARE(store.links(), PersonLinks());
        QCOMPARE(PersonLinkStore(folder.path()).links(), PersonLinks());
        QVERIFY(!read(folder.filePath(u"people.json"_s)).contains("arcade"));
    }

    void leavesAloneWhatItCannotUse_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("said");
        QTest::newRow("a later version") << QByteArray(R"({"version":2,"joined":[]})") << u"later version"_s;
        QTest::newRow("not JSON") << QByteArray("{\"version\":1,") << u"damaged"_s;
        QTest::newRow("empty") << QByteArray() << u"damaged"_s;
        QTest::newRow("no version") << QByteArray(R"({"joined":[]})") << u"damaged"_s;
        QTest::newRow("a person without an account")
            << QByteArray(R"({"version":1,"joined":[[{"account":"a","person":"1"},{"person":"2"}]]})") << u"damaged"_s;
        QTest::newRow("a group of one") << QByteArray(R"({"version":1,"joined":[[{"account":"a","person":"1"}]]})")
                                        << u"damaged"_s;
        QTest::newRow("another type") << QByteArray(R"({"version":1,"joined":"all"})") << u"damaged"_s;
        QTest::newRow("another type of who is apart") << QByteArray(R"({"version":1,"apart":7})") << u"damaged"_s;
    }
    void leavesAloneWhatItCannotUse()
    {
        QFETCH(QByteArray, content);
        QFETCH(QString, said);
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"people.json"_s);
        write(path, content);
        PersonLinkStore store(folder.path());
        QVERIFY(store.obstacle());
        QVERIFY2(store.obstacle()->message.contains(said), qPrintable(store.obstacle()->message));
        QCOMPARE(store.links(), PersonLinks());
        const Result<void> joined = store.join({ann(), annK()});
        QVERIFY(!joined);
        QCOMPARE(joined.error(), *store.obstacle());
        QCOMPARE(read(path), content);
    }

    void keepsMembersThatItDoesNotKnow()
    {
        const QTemporaryDir folder;
        const QString path = folder.filePath(u"people.json"_s);
        write(path, R"({"version":1,"note":"by hand"})");
        PersonLinkStore store(folder.path());
        QVERIFY(store.join({ann(), annK()}));
        QVERIFY(read(path).contains("by hand"));
    }

    void noticesAnotherProgram()
    {
        const QTemporaryDir folder;
        PersonLinkStore store(folder.path());
        PersonLinkStore other(folder.path());
        QVERIFY(other.join({ann(), annK()}));
        QSignalSpy changed(&store, &PersonLinkStore::changed);
        const Result<void> joined = store.separate({ann()});
        QVERIFY(!joined);
        QVERIFY(joined.error().message.contains(u"Another program"_s));
        QCOMPARE(changed.size(), 1);
        QCOMPARE(store.links(), other.links());
        QVERIFY(store.separate({ann()}));
    }

    void saysWhenItCannotWrite()
    {
        const QTemporaryDir folder;
        write(folder.filePath(u"file"_s), "x");
        PersonLinkStore store(folder.filePath(u"file/below"_s));
        QSignalSpy changed(&store, &PersonLinkStore::changed);
        QVERIFY(!store.join({ann(), annK()}));
        QCOMPARE(store.links(), PersonLinks());
        QCOMPARE(changed.size(), 0);
    }

    void refusesALink()
    {
        const QTemporaryDir folder;
        write(folder.filePath(u"elsewhere"_s), R"({"version":1})");
        QVERIFY(QFile::link(folder.filePath(u"elsewhere"_s), folder.filePath(u"people.json"_s)));
        PersonLinkStore store(folder.path());
        QVERIFY(store.obstacle());
        QVERIFY(!store.join({ann(), annK()}));
        QCOMPARE(read(folder.filePath(u"elsewhere"_s)), QByteArray(R"({"version":1})"));
    }
};

QTEST_MAIN(TestPersonLinkStore)
#include "tst_personlinkstore.moc"
