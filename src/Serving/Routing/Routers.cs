using DeepStack.Sim.Core.Units;
using DeepStack.Sim.Presets;

namespace DeepStack.Sim.Serving.Routing;

/// <summary>The routers by name.</summary>
public static class Routers
{
    /// <summary>The names that <see cref="Open"/> knows.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["round-robin", "random", "least-outstanding", "shortest-queue", "power-of-two", "prefix-aware", "session-sticky", "vllm"];

    /// <summary>Makes a router.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="seed">The scenario's seed, for those that draw.</param>
    /// <exception cref="PresetException">No such router.</exception>
    public static IRouter Open(string name, ulong seed) => name switch
    {
        "round-robin" => new RoundRobinRouter(),
        "random" => new RandomRouter(seed),
        "least-outstanding" => new LeastLoadedRouter(),
        "shortest-queue" => new LeastLoadedRouter(byTokens: true),
        "power-of-two" => new RandomRouter(seed, choices: 2),
        "prefix-aware" => new PrefixAwareRouter(),
        "session-sticky" => new SessionRouter(),
        "vllm" => new VllmBalancer(Duration.FromNanoseconds(100_000_000)),
        _ => throw new PresetException($"There is no router \"{name}\".{Spelling.DidYouMean(name, Names)} Known: {string.Join(", ", Names)}."),
    };
}
