using System.Globalization;
using System.Text;
using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Cli.Dram;

/// <summary>A command log as a table and as a timeline.</summary>
internal static class DramCommandFiles
{
    /// <summary>One line a command.</summary>
    public static string CsvOf(ChannelRules spec, CommandLog log)
    {
        var text = new StringBuilder("tick,command,rank,bank_group,bank,row,column\n");
        DramOrganisation o = spec.Organisation;
        foreach (IssuedCommand c in log.InOrder())
        {
            int group = c.Bank < 0 ? -1 : c.Bank / o.BanksPerGroup % (o.Groups * o.Stacks), bank = c.Bank < 0 ? -1 : c.Bank % o.BanksPerGroup;
            text.Append(CultureInfo.InvariantCulture, $"{c.Tick},{DramCommands.NameOf(c.Command)},{c.Rank},{group},{bank},{c.Row},{c.Column}\n");
        }
        return text.ToString();
    }

    /// <summary>Chrome Trace Event JSON: a track for each bank, a slice as long as the command is on its bus; microseconds.</summary>
    public static string TimelineOf(ChannelRules spec, CommandLog log)
    {
        var clock = Clock.FromHertz(spec.Clock.Hertz * spec.Bus.TicksPerClock);
        var text = new StringBuilder("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n");
        foreach (int bank in log.Commands.Select(c => c.Bank).Where(bank => bank >= 0).Distinct().Order())
            text.Append(CultureInfo.InvariantCulture, $"{{\"name\":\"thread_name\",\"ph\":\"M\",\"pid\":0,\"tid\":{bank + 1},\"args\":{{\"name\":\"bank {bank}\"}}}},\n");
        foreach (IssuedCommand c in log.InOrder())
        {
            long start = clock.Edge(Cycles.FromCount(c.Tick)).Picoseconds;
            long end = clock.Edge(Cycles.FromCount(c.Tick + spec.Bus.Ticks[(int)c.Command])).Picoseconds;
            text.Append(CultureInfo.InvariantCulture, $"{{\"name\":\"{DramCommands.NameOf(c.Command)}\",\"ph\":\"X\",\"pid\":0,\"tid\":{c.Bank + 1},\"ts\":{Microseconds(start)},\"dur\":{Microseconds(end - start)},\"args\":{{\"row\":{c.Row},\"column\":{c.Column},\"rank\":{c.Rank}}}}},\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"{{\"name\":\"thread_name\",\"ph\":\"M\",\"pid\":0,\"tid\":0,\"args\":{{\"name\":\"whole ranks\"}}}}\n]}}\n");
        return text.ToString();
    }

    private static string Microseconds(long picoseconds) => string.Create(CultureInfo.InvariantCulture, $"{picoseconds / 1_000_000}.{picoseconds % 1_000_000:D6}");
}
