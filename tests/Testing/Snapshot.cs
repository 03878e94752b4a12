using System.Runtime.CompilerServices;
using Xunit.Sdk;

namespace DeepStack.Sim.Testing;

/// <summary>Compares text with a file that was reviewed and committed: Snapshots/Class.Test.verified.txt beside the test.</summary>
/// <remarks>
/// File names follow Verify, so that it can take over where it restores. A difference writes a .received file and fails; set
/// DEEPSTACK_ACCEPT=1 to accept what was received. Under CI a missing verified file fails too.
/// </remarks>
public static class Snapshot
{
    /// <summary>Compares text, line ends normalised, with the verified file of the calling test.</summary>
    /// <param name="text">What the test received.</param>
    /// <param name="extension">The file type, such as "txt", "json" or "csv".</param>
    /// <param name="name">Tells several snapshots of one test apart.</param>
    /// <param name="source">Filled in by the compiler.</param>
    /// <param name="test">Filled in by the compiler.</param>
    public static void Verify(string text, string extension = "txt", string name = "", [CallerFilePath] string source = "", [CallerMemberName] string test = "")
    {
        string folder = Path.Combine(Path.GetDirectoryName(source)!, "Snapshots");
        string stem = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(source)}.{test}{(name.Length > 0 ? "." + name : "")}");
        string verified = $"{stem}.verified.{extension}", received = $"{stem}.received.{extension}";
        text = text.ReplaceLineEndings("\n");
        bool accept = Environment.GetEnvironmentVariable("DEEPSTACK_ACCEPT") == "1";
        bool exists = File.Exists(verified);
        if (exists && File.ReadAllText(verified).ReplaceLineEndings("\n") == text)
        {
            File.Delete(received);
            return;
        }
        Directory.CreateDirectory(folder);
        File.WriteAllText(accept ? verified : received, text);
        if (accept) return;
        string what = exists ? FirstDifference(File.ReadAllText(verified).ReplaceLineEndings("\n"), text) : "There is no verified file yet.";
        throw new XunitException($"Snapshot {Path.GetFileName(verified)} does not match. {what} Review {received} and set DEEPSTACK_ACCEPT=1 to accept it.");
    }

    private static string FirstDifference(string expected, string actual)
    {
        string[] left = expected.Split('\n'), right = actual.Split('\n');
        int line = Enumerable.Range(0, Math.Max(left.Length, right.Length)).First(i => i >= left.Length || i >= right.Length || left[i] != right[i]);
        return $"First difference in line {line + 1}:\n- {(line < left.Length ? left[line] : "(end)")}\n+ {(line < right.Length ? right[line] : "(end)")}\n";
    }
}
