#include "bench.h"

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QProcess>
#include <QProcessEnvironment>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QThread>

#include <cstdlib>
#include <memory>
#include <optional>
#include <set>

#include <poll.h>
#include <xcb/xcb.h>

namespace latchkey::bench {

namespace {

constexpr std::chrono::seconds WindowPatience{30};
//! What a program puts off until its window is there counts as its memory too.
constexpr int SettlingSeconds = 1;
//! A window with text in it has more colours than these in so many rows about its middle.
constexpr size_t PlainColours = 8;
constexpr uint16_t PictureRows = 200;
constexpr double MiB = 1024 * 1024;

struct Program
{
    QString path = {};
    QByteArray title = {}; //!< of its window, or a part of it
    QString home = {};
};

struct Start
{
    double shownMs = 0; //!< until its window is mapped
    double paintedMs = 0; //!< until it has its first picture
    double resident = 0; //!< MiB, when it has settled
    double peak = 0; //!< MiB
};

template <typename Reply>
std::unique_ptr<Reply, decltype(&std::free)> owned(Reply *reply)
{
    return {reply, &std::free};
}

//! An X server of our own, with no window manager, and what can be seen on it. It ends when we do.
class Screen
{
public:
    Screen()
    {
        m_server.start(QStringLiteral("Xvfb"),
                       QStringLiteral("-displayfd 1 -terminate -screen 0 1600x1000x24 -nolisten tcp").split(u' '));
        Report::check(m_server.waitForReadyRead(30'000), "start.window: Xvfb did not start");
        m_name = ':' + m_server.readLine().trimmed();
        m_connection = xcb_connect(m_name.constData(), nullptr);
        Report::check(xcb_connection_has_error(m_connection) == 0, "start.window: Xvfb does not answer");
        m_root = xcb_setup_roots_iterator(xcb_get_setup(m_connection)).data->root;
        constexpr uint32_t ChildrenEvents = XCB_EVENT_MASK_SUBSTRUCTURE_NOTIFY;
        xcb_change_window_attributes(m_connection, m_root, XCB_CW_EVENT_MASK, &ChildrenEvents);
        forgetWindows();
    }
    ~Screen()
    {
        xcb_disconnect(m_connection);
        m_server.waitForFinished();
    }
    Q_DISABLE_COPY_MOVE(Screen)

    [[nodiscard]] QString name() const { return QString::fromLatin1(m_name); }

    //! Windows that were shown until now are not waited for.
    void forgetWindows()
    {
        owned(xcb_get_input_focus_reply(m_connection, xcb_get_input_focus(m_connection), nullptr));
        while (owned(xcb_poll_for_event(m_connection))) { }
    }

    //! The next window of that title that is shown; none: it did not come in time.
    std::optional<xcb_window_t> awaitWindow(const QByteArray &title)
    {
        const QDeadlineTimer deadline(WindowPatience);
        while (!deadline.hasExpired()) {
            while (const auto event = owned(xcb_poll_for_event(m_connection))) {
                if ((event->response_type & 0x7f) != XCB_MAP_NOTIFY)
                    continue;
                const xcb_window_t window = reinterpret_cast<const xcb_map_notify_event_t *>(event.get())->window;
                if (titleOf(window).contains(title))
                    return window;
            }
            pollfd waiting{xcb_get_file_descriptor(m_connection), POLLIN, 0};
            poll(&waiting, 1, int(deadline.remainingTime()));
        }
        return {};
    }

    //! Whether the window got a picture in time: until then its middle shows the black of the screen behind it.
    bool awaitPicture(xcb_window_t window)
    {
        const QDeadlineTimer deadline(WindowPatience);
        while (!deadline.hasExpired()) {
            if (coloursOf(window, 1) != std::set<uint32_t>{Black})
                return true;
            QThread::usleep(500);
        }
        return false;
    }

    //! In rows of the window about its middle.
    std::set<uint32_t> coloursOf(xcb_window_t window, uint16_t rows)
    {
        const auto place = owned(xcb_get_geometry_reply(m_connection, xcb_get_geometry(m_connection, window), nullptr));
        if (!place || place->height < rows)
            return {};
        const auto cookie = xcb_get_image(m_connection, XCB_IMAGE_FORMAT_Z_PIXMAP, window, 0,
                                          int16_t((place->height - rows) / 2), place->width, rows, ~0U);
        const auto image = owned(xcb_get_image_reply(m_connection, cookie, nullptr));
        if (!image)
            return {};
        const auto *pixels = reinterpret_cast<const uint32_t *>(xcb_get_image_data(image.get()));
        std::set<uint32_t> colours;
        for (int at = 0; at < place->width * rows; ++at)
            colours.insert(pixels[at] & 0xff'ffff);
        return colours;
    }

private:
    static constexpr uint32_t Black = 0;

    QByteArray titleOf(xcb_window_t window)
    {
        const auto cookie = xcb_get_property(m_connection, 0, window, XCB_ATOM_WM_NAME, XCB_ATOM_ANY, 0, 64);
        const auto title = owned(xcb_get_property_reply(m_connection, cookie, nullptr));
        if (!title)
            return {};
        return {static_cast<const char *>(xcb_get_property_value(title.get())),
                xcb_get_property_value_length(title.get())};
    }

    QProcess m_server;
    QByteArray m_name;
    xcb_connection_t *m_connection = nullptr;
    xcb_window_t m_root = 0;
};

//! A home of its own, and neither a session bus nor anything that this desktop tells its programs.
QProcessEnvironment environmentFor(const Program &program, const Screen &screen)
{
    QProcessEnvironment environment;
    environment.insert(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
    environment.insert(QStringLiteral("HOME"), program.home);
    environment.insert(QStringLiteral("TMPDIR"), program.home);
    environment.insert(QStringLiteral("XDG_RUNTIME_DIR"), program.home);
    environment.insert(QStringLiteral("DISPLAY"), screen.name());
    environment.insert(QStringLiteral("DBUS_SESSION_BUS_ADDRESS"), QStringLiteral("disabled:"));
    environment.insert(QStringLiteral("LC_ALL"), QStringLiteral("C.UTF-8"));
    return environment;
}

//! What one start of the program takes. Its window is left again before anything is found wrong.
Start started(const Program &program, Screen &screen)
{
    screen.forgetWindows();
    QProcess process;
    process.setProcessEnvironment(environmentFor(program, screen));
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    Start start;
    std::optional<xcb_window_t> window;
    bool isPainted = false;
    start.shownMs = msOf([&] {
        process.start(program.path, QStringList());
        window = screen.awaitWindow(program.title);
    });
    start.paintedMs = start.shownMs + msOf([&] { isPainted = window && screen.awaitPicture(*window); });
    if (isPainted) {
        QThread::sleep(SettlingSeconds);
        const QString number = QString::number(process.processId());
        start.resident = double(residentBytes(number)) / MiB;
        start.peak = double(peakBytes(number)) / MiB;
        isPainted = screen.coloursOf(*window, PictureRows).size() > PlainColours;
    }
    process.terminate();
    if (!process.waitForFinished(5'000))
        process.kill();
    process.waitForFinished();
    Report::check(window.has_value(), "start.window: no window came");
    Report::check(isPainted && start.resident > 0, "start.window: the window stayed empty");
    return start;
}

double medianOf(double Start::*figure, const std::vector<Start> &starts)
{
    std::vector<double> figures;
    for (const Start &start : starts)
        figures.push_back(start.*figure);
    return median(figures);
}

bool isMissing(const char *program) { return QStandardPaths::findExecutable(QLatin1String(program)).isEmpty(); }

} // namespace

void startWindow(Report &report)
{
    if (isMissing("Xvfb") || isMissing("keepassxc") || report.isSmoke()) {
        Report::skipped("start.window", QStringLiteral("needs Xvfb and keepassxc, and some time."));
        return;
    }
    Screen screen;
    const QTemporaryDir ourHome;
    const QTemporaryDir baselineHome;
    const QString latchkey = QCoreApplication::applicationDirPath() + QStringLiteral("/latchkey");
    const Program ours{latchkey, "Latchkey", ourHome.path()};
    const Program baseline{QStringLiteral("keepassxc"), "KeePassXC", baselineHome.path()};
    // The first start makes the home, and brings the files of both into the system's cache.
    started(baseline, screen);
    started(ours, screen);
    std::vector<Start> ourStarts;
    std::vector<Start> baselineStarts;
    for (int run = 0; run < report.runs(9); ++run) {
        baselineStarts.push_back(started(baseline, screen));
        ourStarts.push_back(started(ours, screen));
    }
    const auto ourMedian = [&](double Start::*figure) { return medianOf(figure, ourStarts); };
    const auto baselineMedian = [&](double Start::*figure) { return medianOf(figure, baselineStarts); };
    report.ratio("start.window", ourMedian(&Start::shownMs), baselineMedian(&Start::shownMs), "ms", 0.6);
    report.ratio("start.window.memory", ourMedian(&Start::resident), baselineMedian(&Start::resident), "MiB", 0.6);
    Report::note(QStringLiteral("against KeePassXC; first picture: %1 and %2 ms; at most resident: %3 and %4 MiB")
                     .arg(ourMedian(&Start::paintedMs), 0, 'f', 1)
                     .arg(baselineMedian(&Start::paintedMs), 0, 'f', 1)
                     .arg(ourMedian(&Start::peak), 0, 'f', 1)
                     .arg(baselineMedian(&Start::peak), 0, 'f', 1));
}

} // namespace latchkey::bench
