# Completion of gongkai for bash. Commands and options are asked of the program, so that they are
# those of the version installed.
_gongkai()
{
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} command=${COMP_WORDS[1]}
    COMPREPLY=()
    if [ "$COMP_CWORD" = 1 ]; then
        COMPREPLY=($(compgen -W "$(LC_ALL=C gongkai --help | awk '/^  [a-z]/ {print $1}')" -- "$word"))
        return
    fi
    if [ "$COMP_CWORD" = 2 ]; then
        COMPREPLY=($(compgen -W "$(LC_ALL=C gongkai "$command" --help 2>/dev/null |
            sed -nE "s/^(usage:)? +gongkai $command ([a-z]+)( .*)?\$/\\2/p")" -- "$word"))
        [ ${#COMPREPLY[@]} -eq 0 ] || return
    fi
    case $before in
    --template | --extends)
        COMPREPLY=($(compgen -W "$(LC_ALL=C gongkai template list 2>/dev/null | awk '{print $1}')" -- "$word"))
        ;;
    esac
    case $word in
    -*)
        COMPREPLY=($(compgen -W "$(LC_ALL=C gongkai "$command" --help 2>/dev/null |
            grep -oE -- '(^|[ ,])--?[a-z][a-z-]*' | tr -d ' ,' | sort -u)" -- "$word"))
        ;;
    esac
    [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- "$word"))
}
complete -o filenames -F _gongkai gongkai
