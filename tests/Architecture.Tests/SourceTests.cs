using System.Text.RegularExpressions;

namespace DeepStack.Sim.Architecture.Tests;

public sealed partial class SourceTests
{
    private const int MostLines = 400;

    [Fact]
    public void NoFileIsLongerThanTwoIdeas() =>
        Faults.None(House.Files.Where(file => file.LineCount > MostLines).Select(file => $"{file} has {file.LineCount} lines"));

    [Fact]
    public void NamespacesFollowFolders() =>
        Faults.None(House.Files.Where(file => !file.Code.Contains($"\nnamespace {file.FolderNamespace};", StringComparison.Ordinal) && !file.Code.StartsWith($"namespace {file.FolderNamespace};", StringComparison.Ordinal))
            .Select(file => $"{file} is not in {file.FolderNamespace}"));

    [Fact]
    public void AFileHoldsOnePublicTypeAndBearsItsName() =>
        Faults.None(House.Files.Where(file => file.PublicTypes.Count > 1 || !file.Types.Any(type => BearsNameOf(file, type)))
            .Select(file => $"{file} holds {string.Join(", ", file.Types)}"));

    [Fact]
    public void NobodyReadsTheWallClockOrDrawsUnseededNumbers() =>
        Faults.None(Uses(WallClockAndChance(), except: "Cli"));

    [Fact]
    public void ModelsDoNotWriteToTheConsole() => Faults.None(Uses(ConsoleUse(), except: "Cli"));

    [Fact]
    public void HashCodesOfTextReachNoResult() => Faults.None(Uses(TextHash(), except: ""));

    [Fact]
    public void NothingIsLeftForLater() =>
        Faults.None(House.Files.Where(file => LeftForLater().IsMatch(file.Text)).Select(file => file.Name));

    [Fact]
    public void NamesSayWhatAThingIs() =>
        Faults.None(House.Files.SelectMany(file => file.Types.Where(type => VagueName().IsMatch(type))));

    [Fact]
    public void NothingIsFoldedAway() =>
        Faults.None(House.Files.Where(file => file.Text.Contains("#region", StringComparison.Ordinal)).Select(file => file.Name));

    private static bool BearsNameOf(SourceFile file, string type)
    {
        string name = Path.GetFileNameWithoutExtension(file.Path);
        return name == type || name.StartsWith(type + ".", StringComparison.Ordinal);
    }

    private static IEnumerable<string> Uses(Regex banned, string except) =>
        House.Files.Where(file => file.Room != except)
            .SelectMany(file => banned.Matches(file.Code).Select(match => $"{file} uses {match.Value}"));

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?(Now|Today)\b|\bStopwatch\b|\bnew Random\(|\bRandom\.Shared\b|\bGuid\.NewGuid\b|\bEnvironment\.TickCount|\bTask\.Delay\b|\bThread\.Sleep\b|\bEnvironment\.CpuUsage\b|\bTotalProcessorTime\b")]
    private static partial Regex WallClockAndChance();

    [GeneratedRegex(@"\bConsole\.(Write|WriteLine|Out|Error|Read\w*)\b")]
    private static partial Regex ConsoleUse();

    [GeneratedRegex(@"\bHashCode\.Combine\b|\bstring\.GetHashCode\b|\bStringComparer\.\w+\.GetHashCode\b")]
    private static partial Regex TextHash();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|\bNotImplementedException\b")]
    private static partial Regex LeftForLater();

    [GeneratedRegex(@"(Utils?|Utilities|Helpers?|Manager|Common)$")]
    private static partial Regex VagueName();
}
