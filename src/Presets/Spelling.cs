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

    /// <summary>How many letters must be changed, added, dropped or swapped with their neighbour; case ignored.</summary>
    private static int DistanceBetween(string left, string right)
    {
        string a = left.ToUpperInvariant(), b = right.ToUpperInvariant();
        int[] beforePrevious = [], previous = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int[] current = new int[b.Length + 1];
            current[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                current[j] = Math.Min(Math.Min(current[j - 1], previous[j]) + 1, previous[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) current[j] = Math.Min(current[j], beforePrevious[j - 2] + 1);
            }
            (beforePrevious, previous) = (previous, current);
        }
        return previous[b.Length];
    }
}
