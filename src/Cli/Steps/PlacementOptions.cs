using System.CommandLine;
using DeepStack.Sim.Mapping.Placement;
using DeepStack.Sim.Mapping.Plans;

namespace DeepStack.Sim.Cli.Steps;

/// <summary>The options that say where data lies in the memory of a device.</summary>
internal sealed class PlacementOptions
{
    private readonly Option<string> _weights = Placement("--weight-placement", "Where weights lie in the memory of a device");
    private readonly Option<string> _cache = Placement("--kv-placement", "Where KV blocks lie in the memory of a device");

    /// <summary>The options.</summary>
    public IReadOnlyList<Option> All => [_weights, _cache];

    public void AddTo(Command command)
    {
        foreach (Option option in All) command.Add(option);
    }

    /// <summary>The plan with data placed so.</summary>
    public ParallelPlan Apply(ParseResult parse, ParallelPlan plan) => plan with { WeightPlacement = Chosen(parse, _weights), CachePlacement = Chosen(parse, _cache) };

    private static DataPlacement Chosen(ParseResult parse, Option<string> option) => (DataPlacement)PlacementNames.All.ToList().IndexOf(parse.GetValue(option)!);

    private static Option<string> Placement(string name, string description)
    {
        var option = new Option<string>(name) { Description = $"{description}: striped over all channels, near (above the core that works on it), or replicated (a copy in each region)", DefaultValueFactory = _ => PlacementNames.All[0] };
        option.AcceptOnlyFromAmong([.. PlacementNames.All]);
        return option;
    }
}
