using DeepStack.Sim.Analytical.GenZ;
using DeepStack.Sim.Core.Randomness;
using DeepStack.Sim.Core.Units;

namespace DeepStack.Sim.Analytical.Tests.GenZ;

/// <summary>Questions for the tests: named ones, and random ones over everything that ships.</summary>
internal static class GenZSamples
{
    private static readonly string[] Formats = ["fp32", "bf16", "fp8", "int4"];

    public static GenZPoint Point(string model, string platform, GenZStage stage, int tensor = 1) =>
        new(GenZCatalogue.Shipped.Model(model), GenZCatalogue.Shipped.Platform(platform), GenZPlan.Single with { Tensor = tensor }, stage);

    public static IEnumerable<GenZPoint> Random(string name, int count)
    {
        var random = new RandomStream(7, name);
        for (int i = 0; i < count; i++)
        {
            yield return new GenZPoint(
                Pick(random, GenZCatalogue.Shipped.Models),
                Pick(random, GenZCatalogue.Shipped.Platforms),
                new GenZPlan(1 << (int)random.NextInteger(4), 1 << (int)random.NextInteger(3), 1 << (int)random.NextInteger(3)),
                random.NextInteger(2) == 0 ? GenZStage.Prefill : GenZStage.Decode)
            {
                Format = NumberFormat.Parse(Pick(random, Formats)),
                Efficiency = 0.5 + random.NextInteger(6) / 10.0,
                Batch = 1 + random.NextInteger(300),
                InputTokens = 1 + random.NextInteger(5000),
                OutputTokens = random.NextInteger(1000),
            };
        }
    }

    private static T Pick<T>(RandomStream random, IReadOnlyList<T> choices) => choices[(int)random.NextInteger(choices.Count)];
}
