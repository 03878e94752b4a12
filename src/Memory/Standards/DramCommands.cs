namespace DeepStack.Sim.Memory.Standards;

/// <summary>The commands by their JEDEC names.</summary>
public static class DramCommands
{
    /// <summary>How many commands there are.</summary>
    public const int Count = 9;

    private static readonly string[] Names = ["ACT", "ACT2", "RD", "WR", "CAS", "PRE", "PREab", "REFab", "REFpb"];

    /// <summary>All names, in the order of the enumeration.</summary>
    public static IReadOnlyList<string> All => Names;

    /// <summary>The JEDEC name.</summary>
    public static string NameOf(DramCommand command) => Names[(int)command];

    /// <summary>The command of a JEDEC name; false if there is none.</summary>
    public static bool TryFind(string name, out DramCommand command)
    {
        int index = Array.IndexOf(Names, name);
        command = (DramCommand)Math.Max(index, 0);
        return index >= 0;
    }

    /// <summary>Whether a command concerns a whole rank or pseudo channel rather than one bank.</summary>
    public static bool IsOfRank(DramCommand command) => command is DramCommand.PrechargeAll or DramCommand.RefreshAll;

    /// <summary>Whether a command moves data.</summary>
    public static bool IsColumn(DramCommand command) => command is DramCommand.Read or DramCommand.Write;
}
