# bash completion for latchkey
_latchkey()
{
    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} words
    case $prev in
        --format) words="table json csv" ;;
        --environment) words="production staging development sandbox" ;;
        --read-only) words="yes no" ;;
        --kind) words="user automation accessToken" ;;
        --provider) words="fastly authlete genesys knetik" ;;
        --account) words=$(latchkey accounts list --format csv 2>/dev/null | sed 1d | cut -d, -f1) ;;
        --plan|--save-plan|--save) COMPREPLY=($(compgen -f -- "$cur")); return ;;
        accounts) words="list show add edit remove test login" ;;
        tokens) words="list show self create update" ;;
        clients) words="list disable" ;;
        timeout) words="show set" ;;
        people) words="list" ;;
        runs) words="list show verify resume" ;;
        journal) words="verify export" ;;
        *)
            if ((COMP_CWORD == 1)); then
                words="accounts tokens people clients timeout revoke runs journal --demo --help --version"
            else
                words=$(latchkey "${COMP_WORDS[1]}" "${COMP_WORDS[2]}" --help 2>/dev/null | grep -oE -- '--[a-z-]+' | sort -u)
            fi
            ;;
    esac
    COMPREPLY=($(compgen -W "$words" -- "$cur"))
}
complete -F _latchkey latchkey
