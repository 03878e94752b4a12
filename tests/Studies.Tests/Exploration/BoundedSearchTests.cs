using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Studies.Exploration;

namespace DeepStack.Sim.Studies.Tests.Exploration;

/// <summary>Random small spaces, each searched with bounds and point by point.</summary>
public sealed class BoundedSearchTests
{
    private static readonly string[] Models = ["llama-3-8b", "llama-3-70b", "qwen3-30b-a3b", "mixtral-8x7b"];

    private static readonly string[] Limits = ["{}", "{ power: 110 W }", "{ temperature: 60 C }", "{ temperature: 70 C, temperature_by: one_number }"];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void BoundsNeverDiscardTheBestOrTheFront(ulong seed)
    {
        var random = new RandomStream(seed, "spaces");
        string text = $$"""
            description: drawn
            model: {{Pick(random, Models)}}
            platform: stack3d-8
            stage: {{(random.NextInteger(4) == 0 ? "prefill" : "decode")}}
            tokens: {{64 << (int)random.NextInteger(5)}}
            batches: [1, {{2 << (int)random.NextInteger(3)}}, {{32 << (int)random.NextInteger(3)}}]
            plans:
              - { overlap: [none, {{Pick(random, ["prefetch", "chunked"])}}] }
            axes:
              - name: layers
                set:
                  dram-stacks/tasa:layers.connected: [1, 2, 4]
              - name: clock
                set:
                  chips/stack3d-logic:clock: [0.6 GHz, {{Pick(random, ["1.2 GHz", "1.83 GHz"])}}]
              - name: links
                set:
                  links/nvlink4:rate: [100 GB/s, {{Pick(random, ["225 GB/s", "450 GB/s"])}}]
            limits: {{Pick(random, Limits)}}
            objective: {{Pick(random, ["stps", "utps", "stps_per_watt"])}}
            """;
        DesignSpace space = SpaceFile.Read(text);

        ExplorationResult bounded = Studies.Exploration.Exploration.Run(space, new ExplorationOptions { Threads = 2 });
        ExplorationResult all = Studies.Exploration.Exploration.Run(space, new ExplorationOptions { IsExhaustive = true });

        Assert.Equal(ExplorationTable.Of(all), ExplorationTable.Of(bounded));
        Assert.Equal(all.Best.Select(b => b?.ToString()), bounded.Best.Select(b => b?.ToString()));
        Assert.Equal(all.Counts.Total, bounded.Counts.Total);
        Assert.Equal(all.Counts[DesignVerdict.Memory], bounded.Counts[DesignVerdict.Memory]);
        Assert.Equal(0, all.Counts[DesignVerdict.Bounded]);
        Assert.True(bounded.Counts[DesignVerdict.Bounded] > 0, ExplorationText.AccountOf(bounded));
    }

    private static string Pick(RandomStream random, string[] choices) => choices[random.NextInteger(choices.Length)];
}
