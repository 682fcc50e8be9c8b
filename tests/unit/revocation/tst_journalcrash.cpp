#include "journalfixture.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QRandomGenerator>

#include <unistd.h>

using namespace latchkey;

namespace {

//! What the child does until it is killed: commits groups, and tells the last sequence of each once it is durable.
//! An intent's attempt is its group's size; its item is "group/number".
int appendUntilKilled(const QString &directory)
{
    const SystemClock clock;
    const auto journal = Journal::open(directory, clock);
    if (!journal || (*journal)->whyReadOnly())
        return 1;
    const qint64 before = (*journal)->verify().records;
    for (int group = 0;; ++group) {
        const int size = 1 + group * 7 % 64;
        QList<JournalEntry> entries;
        for (int i = 0; i < size; ++i) {
            const TokenId item{QStringLiteral("%1-%2/%3").arg(before).arg(group).arg(i)};
            entries += Intent{TheRun, {}, RevokeCall::Extent::One, {item}, size};
        }
        const auto sequence = (*journal)->append(entries);
        if (!sequence)
            return 1;
        const QByteArray line = QByteArray::number(*sequence) + '\n';
        (void)!::write(STDOUT_FILENO, line.constData(), static_cast<size_t>(line.size()));
    }
}

} // namespace

//! SIGKILL at any instant: what was said to be durable is there, and no group is there by half.
class TestJournalCrash : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void survivesKills()
    {
        const quint32 seed = QRandomGenerator::global()->generate();
        qInfo("seed %u", seed);
        QRandomGenerator random(seed);
        const QTemporaryDir temporary;
        const QString directory = temporary.filePath(QStringLiteral("journal"));
        const SystemClock clock;
        int killedAtWork = 0;
        for (int round = 0; round < 30; ++round) {
            QProcess child;
            child.start(QCoreApplication::applicationFilePath(), {QStringLiteral("--append"), directory});
            QVERIFY(child.waitForStarted());
            // Half of them while they open the journal, half while they write.
            if (round % 2 == 0)
                QVERIFY(child.waitForReadyRead(20'000));
            QElapsedTimer timer;
            timer.start();
            const qint64 instant = random.bounded(20'000'000); // ns
            while (timer.nsecsElapsed() < instant) { }
            child.kill();
            QVERIFY(child.waitForFinished(20'000));
            QCOMPARE(child.exitStatus(), QProcess::CrashExit);

            const QByteArray output = child.readAllStandardOutput();
            const QList<QByteArray> told = output.left(output.lastIndexOf('\n') + 1).trimmed().split('\n');
            const qint64 durable = told.last().toLongLong();
            killedAtWork += durable > 0;

            const auto journal = Journal::open(directory, clock);
            QVERIFY(journal);
            const auto &why = (*journal)->whyReadOnly();
            QVERIFY2(!why, why ? qPrintable(why->message) : "");
            QVERIFY((*journal)->verify().records >= durable);
            checkGroups(**journal);
        }
        QVERIFY(killedAtWork >= 15);
    }

private:
    static void checkGroups(Journal &journal)
    {
        QHash<QString, int> present;
        QHash<QString, int> wanted;
        const auto lines = linesOf(journal);
        for (const QByteArray &line : lines) {
            const QJsonObject body = QJsonDocument::fromJson(line).object()[QLatin1String("body")].toObject();
            const QString group = body[QLatin1String("items")].toArray()[0].toString().section(QLatin1Char('/'), 0, 0);
            ++present[group];
            wanted[group] = body[QLatin1String("attempt")].toInt();
        }
        QCOMPARE(present, wanted);
    }
};

int main(int argc, char **argv)
{
    QCoreApplication app(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() == 3 && arguments[1] == QLatin1String("--append"))
        return appendUntilKilled(arguments[2]);
    TestJournalCrash test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_journalcrash.moc"
