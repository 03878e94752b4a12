using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Standards;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Memory.Pim;

/// <summary>Processing units in memory, as data.</summary>
/// <param name="Name">The name of the preset.</param>
/// <param name="Channel">One channel with all its ranks.</param>
/// <param name="Level">Where the units sit.</param>
/// <param name="Channels">Channels side by side, all alike.</param>
/// <param name="OpensRowsTogether">Whether one command opens the row of all banks of a rank, beyond what tRRD and tFAW allow single ones.</param>
public sealed record PimSpec(string Name, DramSpec Channel, PimLevel Level, int Channels, bool OpensRowsTogether)
{
    /// <summary>The folder of the presets.</summary>
    public const string Kind = "dram-pim";

    private static readonly string[] LevelNames = ["bank", "rank"];

    /// <summary>Ranks of all channels.</summary>
    public int Ranks => Channels * Channel.Organisation.Ranks;

    /// <summary>Banks of a rank that work together: all, or one of each group so that columns follow each other at the short distance.</summary>
    public int BanksTogether => Level == PimLevel.Bank ? Channel.Organisation.BanksPerRank : Channel.Organisation.Groups;

    /// <summary>Data of all ranks.</summary>
    public Bytes Capacity => Channel.Organisation.Capacity * Channels;

    /// <summary>Data that one column command multiplies.</summary>
    public Bytes DataOfCommand => Channel.Organisation.Access * (Level == PimLevel.Bank ? BanksTogether : 1);

    /// <summary>Clocks from one column command of a rank to the next: tCCD_L where all banks move, tCCD_S where groups take turns.</summary>
    public long ClocksOfCommand => Math.Max(Channel.BurstClocks, Channel.Timings[Level == PimLevel.Bank ? "tCCD_L" : "tCCD_S"]);

    /// <summary>Bytes a second that all units multiply while no row changes.</summary>
    public Bandwidth PeakBandwidth => Bandwidth.FromBytesPerSecond((double)DataOfCommand.Count * Channel.Clock.Hertz / ClocksOfCommand * Ranks);

    /// <summary>A preset by name, or a file by its path.</summary>
    /// <param name="name">The name or path.</param>
    /// <param name="changes">Values that replace what the preset says; null for none.</param>
    /// <exception cref="PresetException">There are no such units, or something about them is wrong.</exception>
    public static PimSpec FromPreset(string name, PresetChanges? changes = null)
    {
        PresetDocument document = PresetLibrary.Open(Kind, name, changes);
        PresetSection root = document.Root;
        string title = root.Text("name"), channel = root.Text("channel"), level = root.Choice("level", LevelNames);
        int channels = (int)root.Integer("channels", 1, 1 << 16), ranks = (int)root.Integer("ranks_per_channel", 1, 64);
        bool together = root.Flag("opens_rows_together", false);
        if (together && level == "rank") root.Fault("opens_rows_together", "holds for units beside banks only; a unit at the rank uses one bank after the other");
        DramSpec? spec = PresetLibrary.NamesOf("dram").Contains(channel) ? DramSpecReader.Open(channel) : null;
        if (spec is null) root.Fault("channel", $"is \"{channel}\"; expected one of {string.Join(", ", PresetLibrary.NamesOf("dram"))}.{Spelling.DidYouMean(channel, PresetLibrary.NamesOf("dram"))}");
        else if (spec.Organisation.Ranks > 1) root.Fault("channel", $"has {spec.Organisation.Ranks} pseudo channels; units are modelled in channels whose ranks share one bus");
        else if (spec.Bus.ActivatesTwice) root.Fault("channel", "opens rows with two commands, which units in memory do not issue");
        document.Finish();
        spec = spec! with { Organisation = spec.Organisation with { Ranks = ranks } };
        return new PimSpec(title, spec, level == "bank" ? PimLevel.Bank : PimLevel.Rank, channels, together);
    }
}
