import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Prints what Spring Security says about each case. It finds the keys by the issuer alone. */
class Verify {
    public static void main(String[] arguments) throws Exception {
        String issuer = arguments[0];
        String audience = arguments[1];
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withIssuerLocation(issuer).build();
        decoder.setJwtValidator(
            JwtValidators.createAtJwtValidator().issuer(issuer).audience(audience).clientId(audience).build());
        List<String> people = new ArrayList<>();
        ObjectMapper json = new ObjectMapper();
        for (Object one : json.readValue(new File("cases.json"), List.class)) {
            String authorization = (String) ((Map<?, ?>) one).get("authorization");
            people.add(personOf(decoder, authorization));
        }
        System.out.println(json.writeValueAsString(people));
    }

    static String personOf(NimbusJwtDecoder decoder, String authorization) {
        if (!authorization.regionMatches(true, 0, "Bearer ", 0, 7)) return null;
        try {
            return decoder.decode(authorization.substring(7)).getSubject();
        } catch (JwtException error) {
            return null;
        }
    }
}
