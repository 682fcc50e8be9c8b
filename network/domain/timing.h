#pragma once

#include <QtGlobal>

#include <array>
#include <chrono>

namespace latchkey {

//! Every wait, deadline and delay of the program (reliability R7, R19, R20, R33, R45), in one value that is injected.
struct Timing
{
    using Ms = std::chrono::milliseconds;

    Ms connect{10'000}; //!< until a connection stands and the request begins to go out
    Ms call{30'000}; //!< one whole request, from its first byte
    Ms inactivity{10'000}; //!< no byte came
    Ms list{30 * 60'000}; //!< one whole list
    Ms listRateWindow{30'000}; //!< a list must bring listRateBytes in each of these
    Ms retryBase{500}; //!< reads: full jitter between 0 and this, doubled each time
    Ms retryLimit{30'000};
    Ms retryAfterCap{15 * 60'000}; //!< the longest wait that a provider can impose
    std::array<Ms, 5> looks{Ms(2'000), Ms(5'000), Ms(10'000), Ms(20'000), Ms(40'000)};
    Ms keychain{30'000};
    Ms keychainPrompt{120'000}; //!< while the keychain asks the person
    Ms signIn{5 * 60'000}; //!< a person signs in in the browser
    Ms publish{16}; //!< the inventory publishes at most once in this

    qint64 listRateBytes = 16 * 1024 * 30; //!< 16 KiB a second over listRateWindow

    //! All waits divided by `factor`: tests run a hundred times faster.
    [[nodiscard]] Timing faster(int factor) const
    {
        Timing quick = *this;
        for (Ms *wait : {&quick.connect, &quick.call, &quick.inactivity, &quick.list, &quick.listRateWindow,
                         &quick.retryBase, &quick.retryLimit, &quick.retryAfterCap, &quick.keychain,
                         &quick.keychainPrompt, &quick.signIn, &quick.publish})
            *wait /= factor;
        for (Ms &look : quick.looks)
            look /= factor;
        quick.listRateBytes /= factor;
        return quick;
    }
};

} // namespace latchkey
