# typed: false
# frozen_string_literal: true

# Written by packaging/build from packaging/homebrew/coffeechat.rb: change it there.
class Coffeechat < Formula
  desc "@DESCRIPTION@"
  homepage "@ADDRESS@"
  version "@VERSION@"
  license any_of: ["MIT", "Apache-2.0"]

  on_macos do
    on_arm do
      url "@ADDRESS@/releases/download/v@VERSION@/@MAC_ARM_FILE@"
      sha256 "@MAC_ARM_SHA256@"
    end
    on_intel do
      url "@ADDRESS@/releases/download/v@VERSION@/@MAC_INTEL_FILE@"
      sha256 "@MAC_INTEL_SHA256@"
    end
  end

  on_linux do
    on_arm do
      url "@ADDRESS@/releases/download/v@VERSION@/@LINUX_ARM_FILE@"
      sha256 "@LINUX_ARM_SHA256@"
    end
    on_intel do
      url "@ADDRESS@/releases/download/v@VERSION@/@LINUX_INTEL_FILE@"
      sha256 "@LINUX_INTEL_SHA256@"
    end
  end

  def install
    bin.install "coffeechat"
  end

  test do
    (testpath/"networking/note.md").write <<~NOTE
      ---
      level: 1
      contact: Grace Hopper
      status: planned
      ---
    NOTE
    assert_match version.to_s, shell_output("#{bin}/coffeechat --version")
    assert_match "1 note", shell_output("#{bin}/coffeechat lint --format concise")
  end
end
