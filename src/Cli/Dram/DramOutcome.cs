using DeepStack.Sim.Memory.Checking;
using DeepStack.Sim.Memory.Control;
using DeepStack.Sim.Memory.Standards;

namespace DeepStack.Sim.Cli.Dram;

/// <summary>What came of replaying a trace.</summary>
/// <param name="Summary">The figures.</param>
/// <param name="Statistics">Counts and latencies.</param>
/// <param name="Rules">What the commands obey.</param>
/// <param name="Log">The commands, if they were kept.</param>
/// <param name="Checker">What checked them, if they were checked.</param>
/// <param name="RequestsPerSecond">Requests a CPU second.</param>
internal sealed record DramOutcome(DramSummary Summary, ChannelStatistics Statistics, ChannelRules Rules, CommandLog? Log, CommandChecker? Checker, double RequestsPerSecond);
