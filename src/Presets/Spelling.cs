namespace DeepStack.Sim.Presets;

/// <summary>Finds the word that a mistyped one was probably meant to be.</summary>
public static class Spelling
{
    /// <summary>A sentence " Did you mean "x"?" if a known word is near, otherwise nothing.</summary>
    public static string DidYouMean(string word, IEnumerable<string> known)
    {
        string? best = null;
        int bestDistance = Math.Max(1, word.Length / 3) + 1;
        foreach (string candidate in known)
        {
            int distance = DistanceBetween(word, candidate);
            if (distance >= bestDistance) continue;
            best = candidate;
            bestDistance = distance;
        }
        return best is null ? "" : $" Did you mean \"{best}\"?";
    }

    /// <summary>The Levenshtein distance, case ignored.</summary>
    private static int DistanceBetween(string left, string right)
    {
        int[] previous = [.. Enumerable.Range(0, right.Length + 1)];
        for (int i = 1; i <= left.Length; i++)
        {
            int[] current = new int[right.Length + 1];
            current[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                bool same = char.ToUpperInvariant(left[i - 1]) == char.ToUpperInvariant(right[j - 1]);
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (same ? 0 : 1));
            }
            previous = current;
        }
        return previous[right.Length];
    }
}
