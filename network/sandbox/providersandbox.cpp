#include "network/sandbox/providersandbox.h"

namespace latchkey::sandbox {

bool matches(const Request &request, std::string_view method, std::string_view path)
{
    if (request.method != method && !(request.method == "HEAD" && method == "GET"))
        return false;
    for (auto segment = request.segments.begin(); segment != request.segments.end(); ++segment) {
        const std::string_view wanted = path.substr(0, path.find('/'));
        const bool isLast = wanted.size() == path.size();
        if ((wanted != "{}" && wanted != *segment) || isLast != (std::next(segment) == request.segments.end()))
            return false;
        path.remove_prefix(isLast ? path.size() : wanted.size() + 1);
    }
    return path.empty() && !request.segments.empty();
}

} // namespace latchkey::sandbox
