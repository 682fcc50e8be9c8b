# Fails when a folder includes one that it must not know (ARCHITECTURE.md): app -> ui -> models -> network/domain.
# Usage: cmake -DROOT=<source folder> -P layering.cmake

# <folder>:<folders it may include>. A folder may always include itself; the longest matching folder counts.
set(rules
    "network/domain:"
    "network/async:network/domain"
    "network/json:network/domain"
    "network/http:network/domain network/async"
    "network/credentials:network/domain network/async"
    "network:network/domain network/async"
    "network/providers:network/domain network/async network/json network/http network/provider.h"
    "network/sandbox:network/domain network/async"
    "models:network/domain network/async"
    "ui:models network/domain network/async"
    "app:ui models network")

function(allowed_for file out)
    set(best "")
    set(list "NONE")
    foreach(rule IN LISTS rules)
        string(REGEX MATCH "^([^:]*):(.*)$" _ "${rule}")
        set(folder "${CMAKE_MATCH_1}")
        set(may "${CMAKE_MATCH_2}")
        string(FIND "${file}" "${folder}/" at)
        string(LENGTH "${folder}" length)
        string(LENGTH "${best}" bestLength)
        if(at EQUAL 0 AND length GREATER bestLength)
            set(best "${folder}")
            set(list "${folder} ${may}")
        endif()
    endforeach()
    set(${out} "${list}" PARENT_SCOPE)
endfunction()

file(GLOB_RECURSE files RELATIVE ${ROOT} ${ROOT}/app/*.h ${ROOT}/app/*.cpp ${ROOT}/ui/*.h ${ROOT}/ui/*.cpp
    ${ROOT}/models/*.h ${ROOT}/models/*.cpp ${ROOT}/network/*.h ${ROOT}/network/*.cpp)
set(wrong 0)
foreach(file IN LISTS files)
    allowed_for(${file} allowed)
    string(REPLACE " " ";" allowed "${allowed}")
    file(STRINGS ${ROOT}/${file} includes REGEX "^#include \"")
    foreach(line IN LISTS includes)
        string(REGEX REPLACE "^#include \"([^\"]*)\".*" "\\1" included "${line}")
        if(included MATCHES "\\.moc$")
            continue()
        endif()
        set(ok FALSE)
        foreach(folder IN LISTS allowed)
            if(included STREQUAL folder)
                set(ok TRUE)
            endif()
            string(FIND "${included}" "${folder}/" at)
            if(at EQUAL 0)
                set(ok TRUE)
            endif()
        endforeach()
        if(NOT ok OR NOT EXISTS ${ROOT}/${included})
            message("${file}: must not include \"${included}\"")
            math(EXPR wrong "${wrong} + 1")
        endif()
    endforeach()
    # No network, keychain or widgets below their folder, whatever the path.
    file(STRINGS ${ROOT}/${file} system REGEX "^#include <")
    foreach(line IN LISTS system)
        if(file MATCHES "^(models|network)/" AND line MATCHES "<(QWidget|QtWidgets|QApplication|QDialog)")
            message("${file}: widgets belong to ui: ${line}")
            math(EXPR wrong "${wrong} + 1")
        elseif(file MATCHES "^(models|ui)/" AND line MATCHES "<(QNetwork|QTcpSocket|QtNetwork|qt6keychain)")
            message("${file}: network and keychain belong to network: ${line}")
            math(EXPR wrong "${wrong} + 1")
        elseif(file MATCHES "^network/domain/" AND line MATCHES "<(QNetwork|QSql|QCoro|simdjson)")
            message("${file}: the domain needs Qt Core alone: ${line}")
            math(EXPR wrong "${wrong} + 1")
        endif()
    endforeach()
endforeach()
if(wrong GREATER 0)
    message(FATAL_ERROR "${wrong} wrong include(s)")
endif()
list(LENGTH files count)
message("layering: ${count} files, every arrow points down")
