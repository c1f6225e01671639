# >>> coffeechat >>> `coffeechat hook install` wrote these lines; whatever stands outside of them is yours.
(
  tool=coffeechat
  command -v "$tool" >/dev/null 2>&1 || tool=FALLBACK
  if command -v "$tool" >/dev/null 2>&1; then
    code=0
    "$tool" lint --staged </dev/null || code=$?
    case $code in
      0) ;;
      1)
        echo 'Not committed yet. Mend the note and `git add` it again, or commit it as it is: git commit --no-verify' >&2
        exit 1
        ;;
      *) echo 'coffeechat could not check the notes, so they are committed unchecked. What is wrong: coffeechat lint' >&2 ;;
    esac
  else
    echo 'coffeechat is not on this computer any more, so the notes are committed unchecked. Install it again,' >&2
    echo "or delete the lines between the two that say coffeechat in $0" >&2
  fi
  exit 0
) || exit 1
# <<< coffeechat <<<
