#include "bench.h"
#include "fastlyrows.h"

#include "models/inventory/tokentable.h"
#include "network/providers/fastlyanswers.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QList>
#include <QStandardPaths>
#include <QStringList>

#include <cstdio>

#include <simdjson.h>

namespace latchkey::bench {

namespace {

//! As the network brings it.
constexpr qsizetype ChunkBytes = 64 * 1024;

//! Our way: from the bytes of the list to the inventory's columns.
void parseIntoTable(const QByteArray &list, TokenTable &table)
{
    const auto load = table.beginLoad(AccountRow{});
    fastly::TokenListReader reader(TokenKind::User, load);
    HttpHead head;
    head.status = 200;
    head.contentType = "application/json";
    reader.begin(head);
    for (qsizetype at = 0; at < list.size(); at += ChunkBytes) {
        const auto chunk = QByteArrayView(list).sliced(at, qMin(ChunkBytes, list.size() - at));
        Report::check(reader.read(chunk).has_value(), "the list cannot be read");
    }
    Report::check(reader.end().has_value(), "the list is not whole");
    Completeness end;
    end.complete = true;
    load->finish(end);
}

Checksum checksumOf(const TokenSnapshot &snapshot)
{
    Checksum sum;
    for (quint32 number = 0; number < snapshot.numberEnd(); ++number) {
        if (!snapshot.contains(number))
            continue;
        const InventoryRow row = snapshot.row(number);
        ++sum.rows;
        sum.nameBytes += qint64(row.columns().name(row.index()).size());
        sum.createdSeconds += row.created().ms() / 1000;
        sum.neverUsed += row.lastUsed().isNever();
    }
    return sum;
}

//! The usual way: the same fields as Qt values.
struct QtToken
{
    QString id = {};
    QString userId = {};
    QString name = {};
    QStringList scopes = {};
    QStringList services = {};
    QDateTime created = {};
    QDateTime lastUsed = {};
    QDateTime expires = {};
    QString ip = {};
};

QStringList textsOf(const QJsonValue &value)
{
    QStringList texts;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &text : array)
        texts += text.toString();
    return texts;
}

QList<QtToken> parseWithQt(const QByteArray &list)
{
    const QJsonArray rows = QJsonDocument::fromJson(list).array();
    QList<QtToken> tokens;
    tokens.reserve(rows.size());
    const auto time = [](const QJsonValue &value) { return QDateTime::fromString(value.toString(), Qt::ISODate); };
    for (const QJsonValue &value : rows) {
        const QJsonObject row = value.toObject();
        QtToken token;
        token.id = row.value(QLatin1String("id")).toString();
        token.userId = row.value(QLatin1String("user_id")).toString();
        token.name = row.value(QLatin1String("name")).toString();
        token.scopes = textsOf(row.value(QLatin1String("scopes")));
        token.services = textsOf(row.value(QLatin1String("services")));
        token.created = time(row.value(QLatin1String("created_at")));
        token.lastUsed = time(row.value(QLatin1String("last_used_at")));
        token.expires = time(row.value(QLatin1String("expires_at")));
        token.ip = row.value(QLatin1String("ip")).toString();
        tokens += token;
    }
    return tokens;
}

Checksum checksumOf(const QList<QtToken> &tokens)
{
    Checksum sum;
    for (const QtToken &token : tokens) {
        ++sum.rows;
        sum.nameBytes += token.name.toUtf8().size();
        sum.createdSeconds += token.created.toSecsSinceEpoch();
        sum.neverUsed += !token.lastUsed.isValid();
    }
    return sum;
}

//! What a child prints: bytes that the program grew by at most.
qint64 grownBytes(const char *child, qint64 rows)
{
    const ChildOutput output = runChild(child, rows);
    Report::check(output.isFine, "a measuring process failed");
    return output.output.trimmed().toLongLong();
}

//! Instructions that a child's parsing took, by callgrind; 0: they cannot be counted here.
qint64 instructionsOf(const char *child, qint64 rows)
{
    const QStringList callgrind{
        // Where the C library copies with "rep movsb", callgrind counts an instruction a byte; no processor does.
        QStringLiteral("env"),
        QStringLiteral("GLIBC_TUNABLES=glibc.cpu.x86_rep_movsb_threshold=1000000000"),
        QStringLiteral("valgrind"),
        QStringLiteral("--tool=callgrind"),
        QStringLiteral("--callgrind-out-file=/dev/null"),
        QStringLiteral("--toggle-collect=latchkey_bench_counted*"),
    };
    const ChildOutput output = runChild(child, rows, callgrind);
    const qsizetype at = output.errors.lastIndexOf("Collected : ");
    return output.isFine && at >= 0 ? output.errors.sliced(at + 12).split('\n').first().trimmed().toLongLong() : 0;
}

} // namespace

void parse100k(Report &report)
{
    const qint64 rows = report.rows(100'000);
    const QByteArray list = fastlyList(rows);
    const Checksum expected = checksumOf(rows);
    SystemClock clock;
    const auto ours = [&] {
        TokenTable table(clock);
        parseIntoTable(list, table);
        Report::check(checksumOf(*table.snapshot()) == expected, "parse.100k: our columns");
    };
    const auto baseline = [&] { Report::check(checksumOf(parseWithQt(list)) == expected, "parse.100k: Qt's values"); };
    const Medians ms = mediansOf(report.runs(), ours, baseline);
    report.ratio("parse.100k", ms.ours, ms.baseline, "ms", 0.25);
    const double mib = 1024 * 1024;
    report.ratio("parse.100k.memory", double(grownBytes("parse.ours", rows)) / mib,
                 double(grownBytes("parse.baseline", rows)) / mib, "MiB", 0.1);
    Report::note(QStringLiteral("%1 rows of %2 bytes").arg(rows).arg(list.size() / rows));
}

void parseLimit(Report &report)
{
    const qint64 rows = report.rows(100'000);
    const QByteArray list = fastlyList(rows);
    SystemClock clock;
    const auto ours = [&] {
        TokenTable table(clock);
        parseIntoTable(list, table);
        Report::check(table.snapshot()->rowCount() == rows, "parse.100k.limit: our rows");
    };
    const auto baseline = [&] {
        simdjson::dom::parser parser;
        simdjson::dom::array array;
        const bool isArray = !parser.parse(list.constData(), size_t(list.size())).get(array);
        Report::check(isArray && qint64(array.size()) == rows, "parse.100k.limit: simdjson's rows");
    };
    const Medians ms = mediansOf(report.runs(9), ours, baseline);
    report.ratio("parse.100k.limit", ms.ours, ms.baseline, "ms", 1.6);
}

void parseInstructions(Report &report)
{
    if (QStandardPaths::findExecutable(QStringLiteral("valgrind")).isEmpty() || report.isSmoke()) {
        Report::skipped("parse.instructions", QStringLiteral("needs valgrind, and some time."));
        return;
    }
    const qint64 rows = report.rows(20'000);
    const qint64 ours = instructionsOf("parse.ours", rows);
    const qint64 baseline = instructionsOf("parse.baseline", rows);
    Report::check(ours > 0 && baseline > 0, "parse.instructions: callgrind counted nothing");
    report.ratio("parse.instructions", double(ours) / 1e6, double(baseline) / 1e6, "M", 1.0 / 6);
}

} // namespace latchkey::bench

using namespace latchkey::bench;

// Known to callgrind by their names.
extern "C" {
[[gnu::noinline]] void latchkey_bench_counted_ours(const QByteArray &list, latchkey::TokenTable &table)
{
    parseIntoTable(list, table);
}
[[gnu::noinline]] void latchkey_bench_counted_baseline(const QByteArray &list, QList<QtToken> &tokens)
{
    tokens = parseWithQt(list);
}
}

void latchkey::bench::parseOursChild(qint64 rows)
{
    const QByteArray list = fastlyList(rows);
    SystemClock clock;
    resetPeak();
    const qint64 before = residentBytes();
    TokenTable table(clock);
    latchkey_bench_counted_ours(list, table);
    std::printf("%lld\n", peakBytes() - before);
    Report::check(checksumOf(*table.snapshot()) == checksumOf(rows), "parse.ours");
}

void latchkey::bench::parseBaselineChild(qint64 rows)
{
    const QByteArray list = fastlyList(rows);
    resetPeak();
    const qint64 before = residentBytes();
    QList<QtToken> tokens;
    latchkey_bench_counted_baseline(list, tokens);
    std::printf("%lld\n", peakBytes() - before);
    Report::check(checksumOf(tokens) == checksumOf(rows), "parse.baseline");
}
