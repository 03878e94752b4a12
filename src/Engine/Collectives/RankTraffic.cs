using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Engine.Collectives;

/// <summary>What a rank of a collective loads onto links, on average.</summary>
/// <param name="PackageBytes">What it sends in messages that stay among the dies of its package.</param>
/// <param name="LinkBytes">Bytes on links with their headers, once for every link passed.</param>
/// <param name="PackageLinkBytes">Of those, bytes on links inside packages.</param>
internal readonly record struct RankTraffic(Bytes PackageBytes, double LinkBytes, double PackageLinkBytes);
