using System.Globalization;
using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Memory.Traces;
using DeepStack.Sim.Presets.Tables;

namespace DeepStack.Sim.Studies.Validation.Areas;

/// <summary>A handful of requests with the cycle of everything that follows from them.</summary>
/// <param name="Configuration">Which channel.</param>
/// <param name="Name">The case.</param>
/// <param name="Trace">The requests.</param>
/// <param name="Accepted">When each was taken in.</param>
/// <param name="Completed">When each completed; -1 where that is not known.</param>
/// <param name="Commands">Every command.</param>
internal sealed record DramMicroCase(
    string Configuration,
    string Name,
    MemoryTrace Trace,
    IReadOnlyList<long> Accepted,
    IReadOnlyList<long> Completed,
    IReadOnlyList<DramMicroCase.Expected> Commands)
{
    public static DramMicroCase From(string configuration, string name, IReadOnlyList<CsvRow> requests, IReadOnlyList<CsvRow> commands) => new(
        configuration,
        name,
        new MemoryTrace(
            [.. requests.Select(r => r.Get<long>("arrival_cycle"))],
            [.. requests.Select(r => long.Parse(r["addr_hex"], NumberStyles.HexNumber, CultureInfo.InvariantCulture))],
            [.. requests.Select(r => r["op"] == "W")]),
        [.. requests.Select(r => r.Get<long>("accept_cycle"))],
        [.. requests.Select(r => r.Get<long>("complete_cycle"))],
        [.. commands.Select(Expected.From)]);

    /// <summary>How many expected commands have no equal among ours.</summary>
    public static int Missing(IReadOnlyList<Expected> expected, IReadOnlyList<IssuedCommand> ours, DramOrganisation organisation)
    {
        var left = ours.ToList();
        int missing = 0;
        foreach (Expected command in expected)
        {
            int at = left.FindIndex(c => command.Equals(c, organisation));
            if (at < 0) missing++;
            else left.RemoveAt(at);
        }
        return missing;
    }

    /// <summary>One command of the reference; -1 where a field does not apply.</summary>
    internal sealed record Expected(long Cycle, string Command, int Rank, int Group, int Bank, int Row, int Column)
    {
        public static Expected From(CsvRow row) => new(row.Get<long>("cycle"), Plain(row["command"]), Number(row["pseudo_channel"]), Number(row["bank_group"]), Number(row["bank"]), Number(row["row"]), Number(row["column"]));

        public bool Equals(IssuedCommand ours, DramOrganisation organisation) =>
            Cycle == ours.Tick
            && Command == Plain(DramCommands.NameOf(ours.Command))
            && Fits(Rank, ours.Rank)
            && Fits(Group, ours.Bank < 0 ? -1 : ours.Bank / organisation.BanksPerGroup % organisation.Groups)
            && Fits(Bank, ours.Bank < 0 ? -1 : ours.Bank % organisation.BanksPerGroup)
            && Fits(Row, ours.Row)
            && Fits(Column, ours.Column);

        private static bool Fits(int expected, int ours) => expected < 0 || ours < 0 || expected == ours;

        private static int Number(string text) =>
            int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) ? value : -1;

        /// <summary>The two references spell some commands differently.</summary>
        private static string Plain(string command) => command.ToUpperInvariant() switch
        {
            "PREA" or "PREAB" => "PREAB",
            "REF" or "REFAB" => "REFAB",
            "PREPB" => "PRE",
            "ACT1" or "ACT-1" => "ACT",
            "ACT-2" => "ACT2",
            "CASRD" or "CASWR" or "CAS_RD" or "CAS_WR" => "CAS",
            var other => other,
        };
    }
}
