using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Platform;

/// <summary>How the serving engine's libraries do all-reduces up to some size; engines switch between kernels at fixed sizes.</summary>
/// <param name="Algorithm">Its name.</param>
/// <param name="Until">The vectors of all ranks together are smaller than this.</param>
/// <param name="Start">Launch, barriers before and after: what it costs beside its messages.</param>
/// <param name="Step">Software between messages that follow one another.</param>
/// <param name="RateShare">Share of the links' rate that the kernel's loads and stores reach, above 0 and at most 1.</param>
public sealed record AllReduceRule(string Algorithm, Bytes Until, Duration Start, Duration Step, double RateShare);
